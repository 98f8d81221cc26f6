"""The audit log: a chain that shows every break, told in sentences, to whom it concerns."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.db import transaction
from web import factories

from stuurbord.web.accounts.models import Role, Scope
from stuurbord.web.audit.chain import exported, record, verify, verify_database
from stuurbord.web.audit.models import AuditEntry
from stuurbord.web.finance.models import ExpenditureKind
from stuurbord.web.registers.models import Risk
from stuurbord.web.steering import audit_sentences
from stuurbord.web.steering.audit_sentences import SENTENCES, changed_fields, sentence

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain():
    """Return the entries of five actions."""
    for _ in range(5):
        factories.portfolio()
    return list(exported())


def test_an_exported_chain_is_verified_without_the_database(chain):
    """Also after a trip through JSON."""
    count, broken = verify(json.loads(json.dumps(chain)))

    assert (count, broken) == (5, None)


@pytest.mark.django_db(transaction=True)
def test_an_entry_without_a_transaction_is_refused():
    """A change and its entry stand or fall together."""
    with pytest.raises(RuntimeError):
        record(factories.OPERATOR, "test.do", "test:1")

    assert not AuditEntry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_change_that_fails_leaves_no_entry():
    """The transaction takes both back."""

    @transaction.atomic
    def change() -> None:
        record(factories.OPERATOR, "test.do", "test:1")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change()

    assert verify_database() == (0, None)


def test_a_portfolio_manager_sees_the_log_of_his_portfolio(client):
    """Not that of the neighbour; who may see no log is refused."""
    mine, other = factories.portfolio("MIJN"), factories.portfolio("ANDER")
    client.force_login(factories.user(Role.PORTFOLIO_MANAGER, Scope.PORTFOLIO, mine.pk))
    page = client.get("/logboek/")
    client.force_login(factories.user(Role.READER, Scope.PORTFOLIO, other.pk))
    refused = client.get("/logboek/")

    assert {row.entry.portfolio_id for row in page.context["rows"]} == {mine.pk}
    assert refused.status_code == 403


def test_only_who_sees_the_whole_log_downloads_the_chain(client):
    """An auditor of the organisation gets every line; a portfolio manager is refused."""
    portfolio = factories.portfolio()
    client.force_login(factories.user(Role.AUDITOR))
    answer = client.get("/logboek.jsonl")
    lines = b"".join(answer.streaming_content).decode().splitlines()
    client.force_login(factories.user(Role.PORTFOLIO_MANAGER, Scope.PORTFOLIO, portfolio.pk))
    refused = client.get("/logboek.jsonl")

    assert verify(json.loads(line) for line in lines) == (1, None)
    assert refused.status_code == 403


def test_a_changed_field_is_told_with_both_values():
    """One field: old and new in the reader's form; several: their names."""
    one = changed_fields(Risk, {"probability": ["0.2500", "0.4000"]})
    several = changed_fields(Risk, {"probability": ["0.25", "0.4"], "due": [None, "2026-12-01"]})

    assert one.endswith("25\N{NO-BREAK SPACE}% → 40\N{NO-BREAK SPACE}%")
    assert several.count(",") == 1


def test_every_action_has_its_sentence():
    """What the code records is told in words; only lines of registers are told by their own pattern."""
    source = Path(audit_sentences.__file__).parents[1]
    recorded = {
        action
        for path in source.rglob("*actions.py")
        for action in re.findall(r'"([a-z]+\.[a-z_]+)"', path.read_text(encoding="utf-8"))
    } | {"snapshot.take"}

    assert recorded
    assert recorded <= SENTENCES.keys()


def test_an_entry_of_an_unknown_kind_still_tells_what_it_is():
    """The code and the subject, never an error page."""
    entry = AuditEntry(action="vroeger.iets", subject="project:X/P-1", data={})

    assert sentence(entry) == "vroeger.iets: project:X/P-1"


def test_a_budget_line_is_called_as_people_do():
    """Its kind by its label, not by the key that is stored."""
    entry = AuditEntry(
        action="budgetline.archive", subject="budgetline:ASN/P-001/2026 MB0 investment", data={}
    )

    assert str(ExpenditureKind.INVESTMENT.label).lower() in sentence(entry)
    assert "MB0 investment" not in sentence(entry)
