"""What the registers of money refuse, compute and carry out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from web import factories
from web.money_lines import budget_line, errors, line, save, sent, two_controllers

from stuurbord.errors import NotPermitted
from stuurbord.web.accounts.models import Role, Scope
from stuurbord.web.audit.models import AuditEntry
from stuurbord.web.finance.checks import month_of
from stuurbord.web.finance.models import BudgetLine, Labour, MonthForecast, Transfer
from stuurbord.web.lists.actions import Sent, archive_lines, save_lines
from stuurbord.web.lists.changing import changed_form, new_form
from stuurbord.web.lists.register import REGISTERS
from stuurbord.web.reader import reader

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    return factories.project(factories.portfolio("A"), "P-001", contingency_cost=500, contingency_days=20)


@pytest.fixture
def people(project):
    return two_controllers(project)


# -- separation of duties --------------------------------------------------------------------------


def test_who_proposes_a_commitment_does_not_approve_it(project, people):
    """Somebody else gives the visa; the refusal says why."""
    proposer, other = people
    on = budget_line(project)
    made = save(
        proposer, "vastleggingen", project=project.pk, code="V-1", title="Werk", state="proposed",
        budget_line=on.code, amount="100",
    )  # fmt: skip

    with pytest.raises(NotPermitted):
        save(proposer, "vastleggingen", made, state="approved")

    assert save(other, "vastleggingen", made, state="approved").state == "approved"


def test_who_changes_the_amount_has_written_the_proposal_too(project, people):
    """A second person who corrects the line needs a third."""
    proposer, other = people
    made = save(
        proposer, "vastleggingen", project=project.pk, code="V-1", title="Werk", state="proposed",
        budget_line=budget_line(project).code, amount="100",
    )  # fmt: skip
    made = save(other, "vastleggingen", made, amount="900")

    with pytest.raises(NotPermitted):
        save(other, "vastleggingen", made, state="approved")


@pytest.mark.parametrize("slug", ["vastleggingen", "facturen", "onvoorzien"])
def test_who_approves_does_not_change_the_amount_in_the_same_breath(project, people, slug):
    """It would be approved with an amount that nobody else has seen."""
    values = {
        "vastleggingen": {"budget_line": budget_line(project)},
        "facturen": {"state": "verified", "order": line("bestelbonnen", project)},
        "onvoorzien": {"decided_by": people[1].person},
    }
    stored = line(slug, project, **values[slug])
    name = "amount_incl" if slug == "facturen" else "amount"

    assert name in errors(people[0], slug, stored, **{name: "130", "state": "approved"})


def test_a_line_is_not_born_approved(project, people):
    """Nobody else would have looked."""
    with pytest.raises(NotPermitted):
        save(
            people[0], "vastleggingen", project=project.pk, code="V-1", title="Werk", state="approved",
            budget_line=budget_line(project).code, amount="100",
        )  # fmt: skip


def test_who_may_not_approve_spending_changes_no_state(project):
    """A project manager sees the commitment and cannot touch it."""
    manager = factories.user(Role.PROJECT_MANAGER, Scope.PROJECT, project.pk)
    stored = line("vastleggingen", project, budget_line=budget_line(project))

    register = REGISTERS["vastleggingen"]
    form = changed_form(register, factories.OPERATOR, stored, {"state": "approved"})
    assert form.is_valid()

    with pytest.raises(NotPermitted):
        save_lines(manager, register, [Sent(form, stored.version)])


def test_what_was_approved_keeps_its_amount(project, people):
    """Not by changing it, nor by archiving the line."""
    stored = line("vastleggingen", project, budget_line=budget_line(project), state="approved")

    assert list(errors(people[0], "vastleggingen", stored, amount="900")) == ["amount"]
    with pytest.raises(NotPermitted):
        archive_lines(people[0], REGISTERS["vastleggingen"], [(stored, stored.version)])
    assert save(people[0], "vastleggingen", stored, decrease="40").decrease == 40


# -- limits ----------------------------------------------------------------------------------------


def test_a_commitment_beyond_the_free_credit_is_not_approved(project, people):
    """The sentence names what is free."""
    on = budget_line(project)
    line("vastleggingen", project, budget_line=on, amount="900", state="approved")
    stored = line("vastleggingen", project, budget_line=on, amount="100.01")

    assert "€\u00a0100" in errors(people[0], "vastleggingen", stored, state="approved")["state"][0]
    fits = save(people[0], "vastleggingen", stored, amount="100")
    assert save(people[1], "vastleggingen", fits, state="approved").state == "approved"


def test_a_commitment_that_the_own_figure_holds_already_is_registered(project, people):
    """Who starts to keep commitments of a budget line that was imported is not told it is full."""
    on = budget_line(project, committed=950)
    stored = line("vastleggingen", project, budget_line=on, amount="900")

    assert save(people[0], "vastleggingen", stored, state="approved").state == "approved"
    second = line("vastleggingen", project, budget_line=on, amount="100.01")
    assert list(errors(people[0], "vastleggingen", second, state="approved")) == ["state"]


def test_two_commitments_that_fit_one_by_one_do_not_pass_together(project, people):
    """All or none: neither is approved."""
    register, on = REGISTERS["vastleggingen"], budget_line(project)
    stored = [line("vastleggingen", project, budget_line=on, amount="600") for _number in range(2)]
    forms = [changed_form(register, people[0], one, {"state": "approved"}) for one in stored]
    assert all(form.is_valid() for form in forms)

    with pytest.raises(NotPermitted):
        save_lines(people[0], register, [Sent(form, 1) for form in forms])

    assert not register.lines(people[0]).filter(state="approved").exists()


def test_an_order_binds_only_on_an_approved_commitment(project, people):
    """And for no more than what is left of it."""
    commitment = line("vastleggingen", project, amount="1000", state="proposed")
    stored = line("bestelbonnen", project, commitment=commitment, amount_incl="121")
    assert list(errors(people[0], "bestelbonnen", stored, state="placed")) == ["state"]

    commitment.state = "approved"
    commitment.save()
    assert save(people[0], "bestelbonnen", stored, state="placed").state == "placed"
    second = line("bestelbonnen", project, commitment=commitment, amount_excl="800", amount_incl="968")
    assert "€\u00a0879" in errors(people[0], "bestelbonnen", second, state="placed")["state"][0]


def test_the_contingency_is_not_drawn_twice(project, people):
    """Euro and days each have their own end."""
    person = people[0].person
    line("onvoorzien", project, amount="450", days=5, decided_by=person, state="approved")
    stored = line("onvoorzien", project, amount="50.01", decided_by=person)
    days = line("onvoorzien", project, amount=None, days=16, decided_by=person)

    assert "€\u00a050" in errors(people[0], "onvoorzien", stored, state="approved")["state"][0]
    assert "15" in errors(people[0], "onvoorzien", days, state="approved")["state"][0]
    fits = save(people[0], "onvoorzien", stored, amount="50")
    assert save(people[1], "onvoorzien", fits, state="approved").state == "approved"


# -- transfers -------------------------------------------------------------------------------------


def transfer(project, **fields):
    """Return an approved transfer of 300 euro between two lines of 1,000."""
    lines = {"from_line": budget_line(project), "to_line": budget_line(project)}
    values = {"amount": "300", "mandate": "Besluit 12", "state": "approved"}
    return line("kredietherschikkingen", project, **lines | values | fields)


def test_an_executed_transfer_moves_the_credit_of_both_lines(project, people):
    """Both get a version and an entry in the log, in the one action; paying credit is not touched."""
    stored = transfer(project)

    save(people[0], "kredietherschikkingen", stored, state="executed")

    source, target = (BudgetLine.objects.get(pk=pk) for pk in (stored.from_line_id, stored.to_line_id))
    assert (source.budgeted_commitment, target.budgeted_commitment) == (700, 1300)
    assert (source.budgeted_payment, target.budgeted_payment) == (1000, 1000)
    assert (source.version, target.version) == (2, 2)
    assert AuditEntry.objects.filter(action="budgetline.change").count() == 2


def test_a_crash_in_the_middle_of_a_transfer_leaves_nothing(project, people, monkeypatch):
    """Neither the state nor one of the lines has changed."""
    from stuurbord.web.finance import following

    stored, calls = transfer(project), []

    def crash(actor, register, sent):
        calls.append(save_lines(actor, register, sent[:1]))
        raise RuntimeError("the power went off")

    monkeypatch.setattr(following, "save_lines", crash)
    with pytest.raises(RuntimeError):
        save(people[0], "kredietherschikkingen", stored, state="executed")

    assert calls
    assert Transfer.objects.get(pk=stored.pk).state == "approved"
    assert set(BudgetLine.objects.values_list("budgeted_commitment", "version")) == {(1000, 1)}
    assert not AuditEntry.objects.filter(action="budgetline.change").exists()


def test_a_transfer_takes_no_more_than_is_free(project, people):
    """What is committed on the line stays covered."""
    stored = transfer(project)
    line("vastleggingen", project, budget_line=stored.from_line, amount="700.01", state="approved")

    assert "€\u00a0299,99" in errors(people[0], "kredietherschikkingen", stored, state="executed")["state"][0]


def test_two_transfers_together_take_no_more_than_is_free(project, people):
    """Each fits alone; together they are refused, and nothing moves."""
    first = transfer(project, amount="600")
    second = transfer(project, amount="600", from_line=first.from_line)
    register = REGISTERS["kredietherschikkingen"]
    forms = [changed_form(register, people[0], one, {"state": "executed"}) for one in (first, second)]
    assert all(form.is_valid() for form in forms)

    with pytest.raises(NotPermitted):
        save_lines(people[0], register, [Sent(form, 1) for form in forms])

    assert set(BudgetLine.objects.values_list("budgeted_commitment", flat=True)) == {1000}


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [({"amount": "0"}, "amount"), ({"amount": "-5"}, "amount"), ({"to_line": "same"}, "to_line")],
)
def test_a_transfer_that_is_none_is_refused(project, people, changes, wrong):
    """Of nothing, or to where it comes from."""
    stored = transfer(project, state="requested")
    if "to_line" in changes:
        changes = {"to_line": stored.from_line.code}

    assert list(errors(people[0], "kredietherschikkingen", stored, **changes)) == [wrong]


def test_a_transfer_stays_within_its_year(project, people):
    """Credit of one year is not there in another."""
    stored = transfer(project, state="requested")
    changes = {"to_line": budget_line(project, year=2027).code}

    assert list(errors(people[0], "kredietherschikkingen", stored, **changes)) == ["to_line"]


def test_a_budget_line_of_another_project_is_not_found(project, people):
    """Not by its number either."""
    other = budget_line(factories.project(factories.portfolio("B"), "P-001"))
    stored = transfer(project, state="requested")

    assert list(errors(people[0], "kredietherschikkingen", stored, to_line=other.code)) == ["to_line"]
    assert list(errors(people[0], "kredietherschikkingen", stored, to_line=other.pk)) == ["to_line"]


# -- invoices --------------------------------------------------------------------------------------


def invoice(project, **fields):
    """Return an invoice on an order of a supplier with a payment period of 45 days."""
    order = line("bestelbonnen", project, supplier="Voorbeeld NV", payment_days=45, state="placed")
    return line("facturen", project, **{"order": order} | fields)


def test_an_invoice_is_due_when_the_payment_period_of_its_order_ends(project, people):
    """Unless somebody writes another day."""
    stored = invoice(project)

    assert save(people[0], "facturen", stored, received_on="2026-11-02").due == date(2026, 12, 17)
    stored.refresh_from_db()
    assert save(people[0], "facturen", stored, due="2026-12-01").due == date(2026, 12, 1)


def test_the_same_invoice_comes_in_once(project, people):
    """The number of the supplier tells, whatever number it got here."""
    stored = invoice(project, supplier_number="2026/118")

    told = errors(
        people[0], "facturen", project=project.pk, code="F-9", state="received",
        order=stored.order.code, supplier_number="2026/118",
    )  # fmt: skip

    assert list(told) == ["supplier_number"]


def test_an_invoice_goes_from_received_to_paid_by_two_people(project, people):
    """Verified by one, approved by another, paid on a day."""
    stored = invoice(project)
    verified = save(people[0], "facturen", stored, state="verified")
    with pytest.raises(NotPermitted):
        save(people[0], "facturen", verified, state="approved")
    approved = save(people[1], "facturen", verified, state="approved")

    assert list(errors(people[0], "facturen", approved, state="paid")) == ["state"]
    assert save(people[0], "facturen", approved, state="paid", paid_on="2026-11-20").state == "paid"


def test_an_invoice_without_its_month_is_not_verified(project, people):
    """Nobody would know when the work was done."""
    assert list(errors(people[0], "facturen", invoice(project, month=""), state="verified")) == ["state"]


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"amount_excl": "121", "amount_incl": "100"}, ["amount_incl"]),
        ({"amount_excl": "100", "amount_incl": "-121"}, ["amount_incl"]),
        ({"amount_excl": "-100", "amount_incl": "-121"}, []),
        ({"amount_excl": "100", "amount_incl": "100"}, []),
        ({"month": "31/02"}, ["month"]),
        ({"month": "13/2026"}, ["month"]),
        ({"month": "9/2026"}, []),
    ],
)
def test_amounts_and_months_of_an_invoice_make_sense(project, people, changes, wrong):
    """A credit note and transferred VAT do."""
    assert list(errors(people[0], "facturen", invoice(project), **changes)) == wrong


@pytest.mark.parametrize(
    ("text", "month"),
    [("2026-03", "2026-03"), ("3/2026", "2026-03"), ("2026.3", "2026-03"), ("00/2026", ""), ("1/9999", "")],
)
def test_months_are_written_one_way(text, month):
    """So that they sort and group as text."""
    assert month_of(text) == month


# -- labour and rates ------------------------------------------------------------------------------


def test_labour_is_computed_at_its_rate(project, people):
    """Half a cent goes up: 7,50 hours at 85,33."""
    rate = line("tarieven", project, amount="85.33")
    made = save(
        people[0], "prestaties", project=project.pk, code="L-1", title="Ploeg", employment="internal",
        month="10/2026", quantity="7,50", unit="hour", rate=rate.code, amount="1",
    )  # fmt: skip

    assert Labour.objects.get(pk=made.pk).amount == Decimal("639.98")
    assert save(people[0], "prestaties", made, quantity="10").amount == Decimal("853.30")


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"employment": "external"}, ["rate"]),
        ({"unit": "day"}, ["unit"]),
        ({"month": "2025-12"}, ["rate"]),
        ({"month": "2026-07"}, ["rate"]),
        ({"month": "2026-06"}, []),
        ({"quantity": "-1"}, ["quantity"]),
    ],
)
def test_a_rate_fits_the_labour(project, people, changes, wrong):
    """Its kind, its unit and its time."""
    rate = line("tarieven", project, valid_until=date(2026, 6, 15))
    stored = line("prestaties", project, rate=rate, month="2026-03")

    assert list(errors(people[0], "prestaties", stored, **changes)) == wrong


@pytest.mark.parametrize(
    ("begin", "end", "overlaps"),
    [
        ("2026-01-01", "2026-12-31", True),
        ("2025-01-01", "", True),
        ("2026-06-30", "2026-06-30", True),
        ("2026-07-01", "", False),
        ("2025-01-01", "2025-12-31", False),
    ],
)
def test_rates_of_one_name_do_not_overlap(project, people, begin, end, overlaps):
    """Written in other capitals it is the same name; another unit is another rate."""
    line("tarieven", project, title="Analist", valid_from=date(2026, 1, 1), valid_until=date(2026, 6, 30))
    sent = {
        "project": project.pk, "code": "T-9", "title": "ANALIST", "employment": "internal",
        "unit": "hour", "amount": "90", "valid_from": begin, "valid_until": end,
    }  # fmt: skip

    assert list(errors(people[0], "tarieven", **sent)) == (["valid_from"] if overlaps else [])
    assert not errors(people[0], "tarieven", **sent | {"unit": "day"})


def test_a_rate_that_is_used_ends_and_does_not_change(project, people):
    """What was computed with it stays right."""
    rate = line("tarieven", project)
    line("prestaties", project, rate=rate)

    assert list(errors(people[0], "tarieven", rate, amount="99")) == ["amount"]
    assert save(people[0], "tarieven", rate, valid_until="2026-12-31").valid_until


# -- monthly forecast ------------------------------------------------------------------------------


def test_a_month_is_forecast_once_per_budget_line(project, people):
    """A second amount for the same would be counted beside the first; another kind or line is another."""
    first = line("maandprognose", project, month="2026-12")
    proposer, _other = people
    register = REGISTERS["maandprognose"]

    def refused(**values) -> str:
        sent = {"project": project.pk, "code": "M-9", "month": "12/2026", "kind": first.kind, "amount": "5"}
        form = new_form(register, proposer, {**sent, "credit": first.credit, **values})
        return " ".join(form.errors.get("month", []))

    assert first.code in refused()
    assert not refused(month="2027-01")
    assert not refused(kind="operating")
    assert not refused(budget_line=budget_line(project).code)
    archive_lines(proposer, register, [(first, first.version)])
    assert not refused()


def test_two_forecasts_of_one_file_or_out_of_the_archive_do_not_count_twice(project, people):
    """What each form by itself lets pass is refused when it is written, and nothing of it stays."""
    proposer, _other = people
    register = REGISTERS["maandprognose"]
    sent = {"project": project.pk, "month": "2027-03", "kind": "investment", "credit": "payment", "amount": 5}
    forms = [new_form(register, proposer, {**sent, "code": code}) for code in ("M-1", "M-2")]
    assert all(form.is_valid() for form in forms)
    with pytest.raises(NotPermitted, match="M-1"), transaction.atomic():
        save_lines(proposer, register, [Sent(form) for form in forms])
    assert not MonthForecast.objects.exists()

    old = line("maandprognose", project, month="2027-03", is_archived=True)
    save(proposer, "maandprognose", **sent, code="M-3")
    with pytest.raises(NotPermitted, match="M-3"):
        archive_lines(proposer, register, [(old, old.version)], archive=False)


def test_one_invoice_twice_in_one_file_or_out_of_the_archive_is_refused(project, people):
    """What each form by itself lets pass would be paid twice."""
    proposer, _other = people
    register, order = REGISTERS["facturen"], line("bestelbonnen", project, supplier="Aannemer nv")
    values = sent("facturen", project) | {"order": order.code, "supplier_number": "2026/114"}
    forms = [new_form(register, proposer, values | {"code": code}) for code in ("F-1", "F-2")]
    assert all(form.is_valid() for form in forms), [form.errors for form in forms]
    with pytest.raises(NotPermitted, match="F-1"), transaction.atomic():
        save_lines(proposer, register, [Sent(form) for form in forms])
    assert not register.model.objects.exists()

    stored = {"order": order, "supplier_number": "2026/114"}
    old = line("facturen", project, **stored, is_archived=True)
    save(proposer, "facturen", **values | {"code": "F-3"})
    with pytest.raises(NotPermitted, match="F-3"):
        archive_lines(proposer, register, [(old, old.version)], archive=False)


def test_the_rates_say_how_many_hold_today(project):
    """None, one or many; those of the past and the future price nothing today."""
    rates = REGISTERS["tarieven"]
    conclusion = rates.conclusion
    everything = rates.model.objects.all()
    assert conclusion(everything) == ""
    line("tarieven", project, title="Oud", valid_from="2020-01-01", valid_until="2020-12-31")
    assert conclusion(everything) == _("No rate holds today.")
    line("tarieven", project, title="Nu", valid_from="2020-01-01")
    assert conclusion(everything) == ngettext("{n} rate holds today.", "", 1).format(
        n=reader().count_at_start(1)
    )
