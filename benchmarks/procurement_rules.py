"""Ten thousand contracts of every kind, asked which procedures they may use.

There is no peer: no package that we know of answers this for Belgium. The rows say what an advice costs in
time of one core, without and with the sentences, duties and warnings of the whole answer.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from stuurbord.rulebooks.be_procurement import advise

N_FACTS = 10_000


def rows(n_facts: int = N_FACTS) -> Iterator[str]:
    """Yield one line per way of asking."""
    given = facts_of(n_facts)
    advise(given[0]).plain()
    began = time.process_time()
    answers = [advise(one) for one in given]
    allowed = [one.allowed for one in answers]
    taken = time.process_time() - began
    n_allowed = sum(map(len, allowed))
    yield f"{n_facts:>6} advices                   {taken:6.3f} s of one core, {n_allowed} procedures allowed"
    few = given[: n_facts // 10]
    began = time.process_time()
    told = [advise(one).plain() for one in few]
    taken = time.process_time() - began
    yield f"{len(few):>6} whole answers as plain data {taken:6.3f} s of one core, {len(told)} answers"


def facts_of(n_facts: int) -> list[dict[str, Any]]:
    """Return facts of contracts between 2018 and 2027: all buyers, sectors, kinds, amounts near and far."""
    chance = random.Random(8)
    first, marks = date(2018, 1, 1), (30_000, 140_000, 216_000, 432_000, 750_000, 2_702_000, 5_404_000)
    made = []
    for _ in range(n_facts):
        is_special = chance.random() < 0.3
        buyers = ("authority_special", "undertaking_public_task", "special_rights")
        amount = round(chance.choice(marks) * chance.uniform(0.5, 1.5), 2)
        one: dict[str, Any] = {
            "buyer": chance.choice(buyers if is_special else ("federal_central", "subcentral", "subcentral")),
            "sector": "special" if is_special else "classic",
            "kind": chance.choice(("works", "supplies", "services", "services", "social")),
            "estimate": amount,
            "date": first + timedelta(days=chance.randrange(3650)),
        }
        if chance.random() < 0.6:
            one["award"] = round(amount * chance.uniform(0.8, 1.1), 2)
        if chance.random() < 0.1:
            one["grounds"] = [chance.choice(("exclusive", "urgency", "complexity", "repetition"))]
        if chance.random() < 0.1:
            one["urgency"] = "accelerated"
        if chance.random() < 0.1:
            del one["estimate"]
            one["framework"] = {"years": chance.randrange(1, 9), "value_per_year": round(amount / 4, 2)}
        made.append(one)
    return made
