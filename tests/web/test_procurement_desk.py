"""Terms of procurements: the right day, its article, for whom, and kept as they would be computed anew."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import ngettext
from hypothesis import given, settings
from hypothesis import strategies as st
from web import contract_worlds, factories, procurement_worlds, tender_worlds

from stuurbord.plan.legal_periods import is_working_day, legal_period
from stuurbord.rulebooks.be_procurement.reporting import yearly_return_due
from stuurbord.web.accounts.models import Membership, Role, Scope, User
from stuurbord.web.contracts.actions.paying import NewRequest, receive_request
from stuurbord.web.notices import calendar_tokens
from stuurbord.web.notices.waiting import waiting_for
from stuurbord.web.procurement_desk import keeping
from stuurbord.web.procurement_desk.counting import (
    last_working_day_until,
    working_days_between,
)
from stuurbord.web.procurement_desk.models import DueTerm
from stuurbord.web.procurement_desk.queries import terms_seen
from stuurbord.web.procurement_desk.standing import STATES, condition, row_of, state_of
from stuurbord.web.procurements import actions
from stuurbord.web.procurements.advising import asked
from stuurbord.web.procurements.models import InspectionAmount, ProcurementFile
from stuurbord.web.procurements.rows import duty_rows
from stuurbord.web.tenders.actions.assessing import assign_assessor, declare
from stuurbord.web.tenders.actions.examining import ask_justification

pytestmark = pytest.mark.django_db
TODAY = factories.TODAY


def terms(file: ProcurementFile) -> dict[str, DueTerm]:
    return {one.key: one for one in DueTerm.objects.filter(file=file)}


def plain(rows: list[DueTerm]) -> list[tuple[str, ...]]:
    names = ("file_id", "key", *keeping._FIELDS)
    return sorted(tuple(_ordered(getattr(one, name)) for name in names) for one in rows)


def _ordered(value):
    """One database keeps the keys of JSON as they came, the other in its own order."""
    return str(sorted(value.items()) if isinstance(value, dict) else value)


def assert_kept_is_computed() -> None:
    ids = list(ProcurementFile.objects.values_list("pk", flat=True))
    assert plain(list(DueTerm.objects.all())) == plain(list(keeping.computed(ids)))


def moment(world, name: str, day: str | None):
    value = tender_worlds.moment(day) if day and "T" in day else day and date.fromisoformat(day)
    why = "Een rechtzetting is bekendgemaakt."
    return actions.set_moment(world.manager, world.file, name, value, world.fresh().version, why)


def concluded(world, award: str = "2026-10-30", on: str = "2026-11-18") -> None:
    moment(world, "opened_at", "2026-10-15T10:30")
    moment(world, "awarded_on", award)
    moment(world, "informed_on", award)
    moment(world, "concluded_on", on)


def test_a_published_file_has_its_terms_with_their_articles():
    """Additional information six days before the closing date, on the working day before a weekend."""
    world = tender_worlds.world(due="2026-12-11T10:00")
    found = terms(world.file)

    assert found["dispatch"].done_on == date(2026, 9, 1)
    assert found["tenders"].due == found["opening"].due == date(2026, 12, 11)
    assert found["tenders"].passes
    assert found["tenders"].certainty == "legal"
    assert "art. 36" in found["tenders"].article
    assert found["questions"].due == date(2026, 12, 4)  # 5 December is a Saturday
    assert "art. 64" in found["questions"].article
    assert found["validity"].due == date(2027, 3, 11)
    assert not found["validity"].is_verified
    assert "information" not in found


def test_award_information_and_conclusion_bring_the_next_terms():
    """The standstill of a European contract counts from the sending; the notice from the conclusion."""
    world = tender_worlds.world({"award": 228_000}, due="2026-10-15T10:00")
    concluded(world)
    found = terms(world.file)

    assert (found["information"].due, found["information"].certainty) == (date(2026, 11, 2), "norm")
    assert found["information"].done_on == date(2026, 10, 30)
    assert found["standstill"].due == legal_period(date(2026, 10, 30), 15).last_day
    assert found["notice"].due == legal_period(date(2026, 11, 18), 30).last_day
    assert "art. 62" in found["notice"].article
    assert found["validity"].done_on == date(2026, 11, 18)
    assert_kept_is_computed()


def test_a_checklist_line_shows_that_a_notice_was_sent_or_is_not_due():
    """Done with the date of the document; not applicable, with its reason, takes the term away."""
    world = tender_worlds.world({"award": 228_000}, due="2026-10-15T10:00")
    concluded(world)
    sent = actions.Mark("done", "BDA 2026-501", date(2026, 11, 20))
    actions.mark_item(world.manager, world.file, "PF-28", sent, 0)
    done = terms(world.file)["notice"].done_on
    actions.mark_item(
        world.manager, world.file, "PF-28", actions.Mark("not_applicable", remark="Dubbel met stuk 12."), 1
    )

    assert done == date(2026, 11, 20)
    assert "notice" not in terms(world.file)


def test_a_term_that_waits_for_a_fact_is_undetermined_and_says_for_what():
    """Never a silent no: the page asks by when tenders are due."""
    world = tender_worlds.world(due=None)
    one = terms(world.file)["tenders"]

    assert (one.due, one.passes, state_of(one, TODAY)) == (None, False, "undetermined")
    assert set(one.missing) == {"nl", "fr", "en"}


def test_without_a_procedure_nothing_after_the_award_is_ruled_out():
    """Neither a standstill nor a notice: both say that the procedure has to be chosen."""
    world = procurement_worlds.world()
    told = {"title": "Uit een aankondiging", "facts": procurement_worlds.FACTS}
    moments = {"published_on": date(2026, 9, 1), "informed_on": date(2026, 10, 30)}
    informed = actions.open_file(world.manager, world.project, **told, **moments)
    moments["concluded_on"] = date(2026, 11, 18)
    concluded_too = actions.open_file(world.manager, world.project, **told, **moments)
    standstill, notice = terms(informed)["standstill"], terms(concluded_too)["notice"]

    assert [state_of(one, TODAY) for one in (standstill, notice)] == ["undetermined"] * 2
    assert notice.missing["en"] == "Choose a procedure first."


def test_a_stopped_procurement_asks_nothing_any_more_but_to_publish_that():
    world = tender_worlds.world(due="2026-12-11T10:00")
    actions.move_to(world.manager, world.file, "stopped", world.fresh().version, "Geen krediet.")

    assert set(terms(world.file)) == {"no-award-stopped"}


def test_a_term_keeps_its_number_when_its_day_moves():
    """So that a calendar moves the event and does not double it."""
    world = tender_worlds.world(due="2026-12-11T10:00")
    before = terms(world.file)["validity"]
    moment(world, "tenders_due", "2026-12-18T10:00")
    after = terms(world.file)["validity"]

    assert after.pk == before.pk
    assert after.due == before.due + timedelta(days=7)


def test_contracts_and_their_payments_are_terms_of_the_file():
    """In every language of the product, for who holds the file."""
    world = contract_worlds.world()
    contract = world.conclude()
    sent = NewRequest("F-1", date(2026, 11, 2), Decimal(10_000), performed_on=date(2026, 11, 2))
    receive_request(world.manager, contract, sent, contract.version)
    payment = terms(world.file)[f"contract-{contract.pk}-payment-1"]

    assert payment.kind == "payment"
    assert payment.due == date(2026, 12, 2)
    assert payment.responsible == world.manager
    assert "F-1" in payment.title["nl"]
    assert set(payment.title) == {"nl", "fr", "en"}
    assert_kept_is_computed()


def test_a_price_that_is_asked_about_shows_only_to_who_works_on_the_tenders(client):
    """A reader of the project sees the file, not what its tenders ask."""
    world = tender_worlds.world()
    tender = world.tender()
    world.open()
    tender.refresh_from_db()
    ask_justification(world.manager, tender, tender.version, "Verantwoord de prijs.", TODAY)
    address = reverse("procurement_file_deadlines", args=[world.file.reference])

    def keys(user) -> set[str]:
        client.force_login(user)
        return {row.term.key for row in client.get(address).context["open_rows"]}

    assert terms(world.file)[f"price-{tender.pk}"].is_confidential
    assert f"price-{tender.pk}" in keys(world.manager)
    assert f"price-{tender.pk}" not in keys(world.reader)
    assert_kept_is_computed()


def test_who_declared_a_conflict_of_interest_sees_nothing_of_the_tenders():
    """Who scores sees what the tenders are asked; with an interest in one, no longer."""
    world = tender_worlds.world()
    world.criteria(reason="Rechtzetting")
    tender = world.tender()
    world.open()
    tender.refresh_from_db()
    ask_justification(world.manager, tender, tender.version, "Verantwoord de prijs.", TODAY)
    assign_assessor(world.manager, world.file, world.version, world.assessor)

    def keys() -> set[str]:
        return set(terms_seen(world.assessor).values_list("key", flat=True))

    assert f"price-{tender.pk}" in keys()
    declare(world.assessor, world.file, 1, "conflict", "Mijn zus werkt bij Sluis nv.")
    assert f"price-{tender.pk}" not in keys()


def test_who_has_no_part_in_the_tenders_any_more_is_not_asked_about_them():
    """A lawyer who became a reader keeps what is due for the file, not what its tenders are asked."""
    world = tender_worlds.world()
    lawyer = factories.user(Role.PROCUREMENT_LAWYER, Scope.PROJECT, world.file.project_id)
    actions.change_file(world.manager, world.file, {"lawyer": lawyer}, world.fresh().version)
    tender = world.tender()
    world.open()
    tender.refresh_from_db()
    ask_justification(world.manager, tender, tender.version, "Verantwoord de prijs.", TODAY)
    before = {one.url.partition("#")[2] for one in waiting_for(lawyer)}
    Membership.objects.filter(user=lawyer).update(role=Role.READER)
    after = {one.url.partition("#")[2] for one in waiting_for(User.objects.get(pk=lawyer.pk))}

    assert f"price-{tender.pk}" in before
    assert before - after == {f"price-{tender.pk}"}


def test_the_lawyer_finds_terms_in_my_week_and_the_calendar(client):
    """Before a lawyer is named, they lie with who holds the file."""
    world = procurement_worlds.world(procurement_worlds.FACTS | {"date": "2026-12-04"})
    assert [one.due for one in waiting_for(world.manager) if one.code == world.file.reference] == [
        date(2026, 12, 4)
    ]
    actions.change_file(world.manager, world.file, {"lawyer": world.lawyer}, world.fresh().version)
    world.lawyer.__dict__.pop("_waiting", None)
    found = [one for one in waiting_for(world.lawyer) if one.code == world.file.reference]
    feed = client.get(reverse("calendar_feed", args=[calendar_tokens.make(world.lawyer)])).content.decode()

    assert [one.url for one in found] == [f"/overheidsopdrachten/{world.file.reference}/termijnen/#dispatch"]
    assert "DTSTART;VALUE=DATE:20261204" in feed
    assert world.file.reference in feed
    assert f"project-{found[0].pk}-procurement-term@" in feed.replace("\r\n ", "")


def test_the_page_filters_by_state_kind_project_lawyer_and_period(client):
    """And tells in one sentence what asks attention."""
    world = tender_worlds.world(due="2026-11-30T10:00")
    moment(world, "opened_at", None)
    client.force_login(world.manager)
    project = world.file.project

    def keys(**asked: str) -> list[str]:
        answer = client.get(reverse("procurement_deadlines"), asked)
        assert answer.status_code == 200
        return [row.term.key for row in answer.context["rows"]]

    assert keys() == ["tenders", "opening", "validity"]
    assert keys(state="soon") == ["tenders", "opening"]
    assert keys(state="late") == []
    assert keys(state="all", kind="dispatch") == ["dispatch"]
    assert keys(period="30") == ["tenders", "opening"]
    assert keys(project=f"{project.portfolio.key}/{project.code}", q=world.file.reference) == keys()
    assert keys(lawyer=str(world.manager.pk)) == []
    assert keys(state="onzin", period="99999999999", lawyer="9" * 40, page="x") == keys()


def test_more_files_ask_no_more_queries(client):
    """Neither of the page of all terms nor of the overview."""
    world = tender_worlds.world(due="2026-11-30T10:00")
    lawyer = factories.user(*("procurement_lawyer", "portfolio", world.file.project.portfolio_id))
    client.force_login(lawyer)

    def queries(name: str) -> int:
        client.get(reverse(name))
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get(reverse(name)).status_code == 200
        return len(captured)

    before = [queries("procurement_deadlines"), queries("procurement_overview")]
    for number in range(3):
        actions.open_file(world.manager, world.file.project, title=f"Ook {number}", facts=tender_worlds.FACTS)

    assert [queries("procurement_deadlines"), queries("procurement_overview")] == before


def test_the_overview_shows_running_procedures_and_what_they_wait_for(client):
    """With the legal period hatched, and the same facts in a table."""
    world = tender_worlds.world(due="2026-11-30T10:00")
    client.force_login(world.manager)
    answer = client.get(reverse("procurement_overview"))
    running = answer.context["running"]

    assert [one.file.reference for one in running] == [world.file.reference]
    assert running[0].next.term.key == "tenders"
    assert 'class="law"' in answer.context["picture"]
    assert [one.code for one in answer.context["procedures"]] == ["OP"]
    assert {code: n for code, _label, n in answer.context["states"]} == {
        "late": 0,
        "soon": 2,
        "undetermined": 0,
    }


def test_yearly_returns_are_due_in_february_since_the_duty_exists():
    """The contracts of 2025 were the first to be reported."""
    assert yearly_return_due(2026) == date(2027, 2, 15)
    assert yearly_return_due(2023) is None


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        (date(2026, 12, 24), date(2026, 12, 28), 1),
        (date(2026, 11, 25), date(2026, 11, 25), 0),
        (date(2026, 11, 27), date(2026, 11, 29), 0),
        (date(2026, 11, 30), date(2026, 11, 27), -1),
    ],
)
def test_working_days_leave_out_weekends_and_holidays(first, last, days):
    """Backwards they are negative."""
    assert working_days_between(first, last) == days


@given(st.dates(date(2024, 1, 1), date(2028, 12, 1)), st.integers(0, 400))
@settings(max_examples=60, deadline=None)
def test_working_days_are_counted_as_one_by_one(first, n):
    last = first + timedelta(days=n)
    one_by_one = sum(is_working_day(first + timedelta(days=1 + one)) for one in range(n))

    assert working_days_between(first, last) == one_by_one
    assert is_working_day(last_working_day_until(first))


@given(
    due=st.none() | st.dates(TODAY - timedelta(60), TODAY + timedelta(60)),
    passes=st.booleans(),
    done_on=st.sampled_from((None, TODAY)),
)
@settings(max_examples=30, deadline=None)
def test_the_database_and_the_page_agree_on_the_state(due, passes, done_on):
    """Each term stands in exactly one state, and is open unless it is done or passed."""
    with transaction.atomic():
        file = procurement_worlds.world().file
        own = {"file": file, "project": file.project, "key": "x", "kind": "end", "title": {"nl": "Iets"}}
        one = DueTerm.objects.create(**own, certainty="norm", due=due, passes=passes, done_on=done_on)
        stored = DueTerm.objects.filter(pk=one.pk)
        found = [name for name in STATES if stored.filter(condition(name, TODAY)).exists()]
        is_open = stored.filter(condition("open", TODAY)).exists()
        transaction.set_rollback(True)
    state = state_of(one, TODAY)

    assert found == [state]
    assert is_open == (state != "done")
    assert row_of(one, TODAY).word


STEPS = ("raise", "lower", "publish", "due", "withdraw", "lawyer", "stop")


def changed(world, step: str) -> None:
    """Change the file in one of these ways."""
    file, manager = world.fresh(), world.manager
    if step == "raise":
        actions.change_facts(manager, file, procurement_worlds.RAISED, file.version)
    elif step == "lower":
        actions.change_facts(manager, file, procurement_worlds.FACTS, file.version)
    elif step == "publish":
        moment(world, "published_on", "2026-11-02")
    elif step == "due":
        moment(world, "tenders_due", "2027-01-11T10:00")
    elif step == "withdraw":
        moment(world, "published_on", None)
    elif step == "lawyer":
        actions.change_file(manager, file, {"lawyer": world.lawyer}, file.version)
    else:
        actions.move_to(manager, file, "stopped", file.version, "Geen krediet.")


@given(st.lists(st.sampled_from(STEPS), max_size=6))
@settings(max_examples=12, deadline=None)
def test_kept_terms_are_what_would_be_computed_anew(steps):
    """After any sequence of changes, those that are refused among them."""
    with transaction.atomic():
        world = procurement_worlds.world()
        actions.choose_procedure(world.manager, world.file, "OP", "De markt.", world.fresh().version)
        for step in steps:
            with suppress(actions.NotAccepted):
                changed(world, step)
        ids = [world.file.pk]
        kept = plain(list(DueTerm.objects.filter(file__in=ids)))
        anew = plain(list(keeping.computed(ids)))
        transaction.set_rollback(True)

    assert kept == anew


def test_an_amount_for_advice_that_is_agreed_brings_its_term_and_takes_it_away():
    """For every file that was not dispatched: before it goes out the specifications are approved as well.

    Working days of the planning template: advice 12, approval 5, publication 2, the day on which it is asked
    among them. The same day as the picture of the procedure has.
    """
    world = procurement_worlds.world()
    actions.choose_procedure(world.manager, world.file, "OP", "De markt.", world.fresh().version)
    agreed = InspectionAmount.objects.create(
        amount=Decimal(100_000), valid_from=date(2026, 1, 1), source="BVCO"
    )
    one = terms(world.file)["inspection"]
    agreed.delete()

    assert working_days_between(one.due, date(2027, 1, 11)) == 12 + 5 + 2 - 1
    assert not one.is_verified
    assert "inspection" not in terms(world.file)


def test_no_single_tender_is_said_as_such(client):
    """“None”, where a sentence on nought procurements would read as a mistake."""
    world = tender_worlds.world()
    world.to_ranking()
    client.force_login(world.manager)
    page = client.get(reverse("procurement_overview")).content.decode()
    told = ngettext(
        "Of %(n)s procurement whose tenders were opened here, none received just one tender.",
        "Of %(n)s procurements whose tenders were opened here, none received just one tender.",
        1,
    )

    assert told % {"n": 1} in page


def test_the_advance_to_an_sme_is_a_duty_that_waits_for_the_size_of_the_contractor():
    """Told with the shares of the law as long as nobody filled the size in; no longer for a large one."""
    world = procurement_worlds.world()

    def told(**more: str) -> list[str]:
        answer = asked(world.file, procurement_worlds.FACTS | more, "OP")
        return [one.text for one in duty_rows(world.file, answer, None) if "art. 12/1" in one.article]

    assert len(told()) == 1
    assert "20" in told()[0]
    assert told(sme="none") == []


def test_who_stops_a_published_procurement_publishes_that():
    """Within thirty days of the stop (law of 17/06/2016, art. 85); of one that was never published nobody."""
    world = tender_worlds.world()
    actions.move_to(world.manager, world.file, "stopped", world.fresh().version, "De nood is weggevallen.")
    unseen = procurement_worlds.world()
    actions.move_to(unseen.manager, unseen.file, "stopped", unseen.fresh().version, "Geen budget meer.")
    (one,) = terms(world.file).values()

    assert (one.key, one.due) == ("no-award-stopped", legal_period(TODAY, 30).last_day)
    assert "art. 85" in one.article
    assert terms(unseen.file) == {}
    assert_kept_is_computed()
