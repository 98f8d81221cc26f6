"""A thousand projects against a rule book of sixty rules, and against the gate criteria that come with it.

There is no peer here: no package that we know of answers the same question, with three values, days and
reasons. The rows say what the verdicts cost, the best of three, and what the shortest list of missing facts
costs on top: it is worked out only when it is asked.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from stuurbord.rulebooks.rule_pack import Pack, decide_many, read_pack, shipped_packs
from stuurbord.rulebooks.rule_pack.checks import conditions_in
from stuurbord.rulebooks.rule_pack.literals import names_in

N_SUBJECTS, N_RULES, N_FACTS = 1_000, 60, 80
ON = date(2026, 11, 1)


def rows(n_subjects: int = N_SUBJECTS) -> Iterator[str]:
    """Yield one line per rule book and share of facts that are known."""
    packs = {"sixty rules": sixty_rules(), "gates": shipped_packs().get("gates")}
    for name, pack in packs.items():
        if pack is None:
            continue
        for known in (1.0, 0.8, 0.3):
            subjects = subjects_of(pack, n_subjects, known)
            times = []
            for _run in range(3):
                began = time.perf_counter()
                answers = decide_many(pack, subjects, ON)
                times.append(time.perf_counter() - began)
            decided = min(times)
            open_ones = [one for one in answers if not one.is_decided][:20]
            began = time.perf_counter()
            for one in open_ones:
                _ = one.missing
            each = (time.perf_counter() - began) / max(1, len(open_ones))
            yield (
                f"{name:<12} {known:>4.0%} known  {n_subjects} verdicts {decided:6.3f} s"
                f"  · {sum(not one.is_decided for one in answers):>4} open,"
                f" missing facts {each * 1000:6.2f} ms each"
            )


def sixty_rules(n_rules: int = N_RULES, n_facts: int = N_FACTS) -> Pack:
    """Return a rule book like that of a gate: flags, numbers and a notion in sixty rules, two classes."""
    chance = random.Random(1)
    lines = ['key = "bench"', 'version = "1"', 'default_class = "GO"', "[derive]"]
    lines += [f'd{n} = [["f{n}", "f{n + 10}"], ["!f{n + 20}"]]' for n in range(10)]
    for n in range(n_facts):
        lines += ["[[fact]]", f'name = "f{n}"']
        lines += ["[[fact]]", f'name = "n{n}"', 'kind = "number"'] if n % 4 == 3 else []
    for n in range(n_rules):
        severity = ("blocking", "condition", "notice")[n % 3]
        one, other = chance.sample(range(n_facts), 2)
        number = chance.randrange(n_facts // 4) * 4 + 3
        lines += ["[[rule]]", f'id = "R{n}"', f'title = {{ nl = "Regel {n}" }}', f'severity = "{severity}"']
        lines += [f'applies = [["f{one}"]]'] if n % 2 else []
        lines += [f'require = [["f{other}"], ["n{number} > {chance.randrange(100)}"], ["d{n % 10}"]]']
    lines += ["[[class]]", 'code = "INCOMPLETE"', 'when = [["!met.blocking"]]']
    lines += ["[[class]]", 'code = "CONDITIONS"', 'when = [["!met.condition"]]']
    return read_pack("\n".join(lines), "bench.toml")


def subjects_of(pack: Pack, n_subjects: int, known: float) -> list[dict[str, Any]]:
    """Return facts of which a share is known."""
    chance = random.Random(2)
    read = dict.fromkeys(name for _, condition in conditions_in(pack) for name in names_in(condition))
    kinds = {name: found for name in read if (found := pack.fact(name)) is not None}

    def value(name: str) -> Any:
        fact = kinds[name]
        if fact.kind == "flag":
            return chance.random() < 0.9
        if fact.kind == "number":
            return Decimal(chance.randrange(100))
        if fact.kind == "date":
            return ON.toordinal() + chance.randrange(-200, 200)
        return chance.choice(fact.choices or ("x",))

    return [{name: value(name) for name in kinds if chance.random() < known} for _ in range(n_subjects)]
