"""Terms that somebody ticks off, notices of modifications, choices that wait, and all of it in reports."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override
from web import contract_worlds, factories, procurement_worlds, tender_worlds
from web.procurement_desk_access import KEY, low_value_file

from stuurbord.errors import NotPermitted, VersionConflict
from stuurbord.rulebooks.be_procurement.execution import grounds
from stuurbord.rulebooks.be_procurement.execution.values import law_value
from stuurbord.web.accounts.models import Membership, Role, Scope, User
from stuurbord.web.audit.models import AuditEntry
from stuurbord.web.contracts.actions.modifying import NewModification, modify
from stuurbord.web.notices.waiting import waiting_for
from stuurbord.web.procurement_desk import keeping
from stuurbord.web.procurement_desk.actions import mark_term
from stuurbord.web.procurement_desk.in_reports import reported_terms
from stuurbord.web.procurement_desk.models import DueTerm
from stuurbord.web.procurement_desk.standing import state_of
from stuurbord.web.procurements import actions
from stuurbord.web.procurements.changing import NotAccepted
from stuurbord.web.procurements.models import ProcurementFile
from stuurbord.web.procurements.told import happenings
from stuurbord.web.reporting.actions import changed_parts, create_report
from stuurbord.web.reporting.gathering import gather
from stuurbord.web.steering.snapshots import build_snapshot
from stuurbord.web.tenders.actions.examining import ask_justification

pytestmark = pytest.mark.django_db
TODAY = factories.TODAY
RETURNED = date(2026, 2, 10)


@pytest.fixture(autouse=True)
def _today_in_english(settings):
    settings.STUURBORD_TODAY = TODAY.isoformat()
    with override("en"):
        yield


@pytest.fixture
def world():
    return procurement_worlds.world()


def term(file: ProcurementFile, key: str = KEY) -> DueTerm:
    return DueTerm.objects.get(file=file, key=key)


def fresh(file: ProcurementFile) -> ProcurementFile:
    return ProcurementFile.objects.get(pk=file.pk)


def matters(user: User) -> list[tuple[str, str]]:
    """Return address and verb of what waits for somebody, asked anew."""
    return [(one.url, one.verb) for one in waiting_for(User.objects.get(pk=user.pk))]


# ---------------------------------------------------------------------------------- The yearly return


def test_a_yearly_return_stays_due_until_somebody_notes_that_it_was_made(world):
    """It does not pass by itself; noted, it is done, and the log says by whom and when."""
    file = low_value_file(world.manager, world.project)
    before = term(file)
    mark_term(world.manager, file, KEY, RETURNED, file.version)
    after, entry = term(file), AuditEntry.objects.filter(action="procurement.done").get()

    assert (before.due, state_of(before, TODAY)) == (date(2026, 2, 15), "late")
    assert (after.pk, after.done_on, state_of(after, TODAY)) == (before.pk, RETURNED, "done")
    assert entry.subject == f"procurement:{file.reference}"
    assert entry.data["done_on"] == "2026-02-10"
    assert "10/02/2026" in happenings(fresh(file))[0].text
    assert list(keeping.computed([file.pk]))[-1].done_on == RETURNED


def test_what_was_noted_can_be_taken_back(world):
    """The term is due again; noting the same twice writes nothing."""
    file = low_value_file(world.manager, world.project)
    mark_term(world.manager, file, KEY, RETURNED, file.version)
    again = fresh(file).version
    mark_term(world.manager, file, KEY, RETURNED, again)
    unchanged = fresh(file).version == again
    mark_term(world.manager, file, KEY, None, again)

    assert unchanged
    assert term(file).done_on is None
    assert AuditEntry.objects.filter(action="procurement.not_done").count() == 1


@pytest.mark.parametrize(
    ("key", "on", "said"),
    [
        (KEY, date(2026, 12, 31), "lies ahead"),
        (KEY, date(2025, 12, 31), "2025"),
        (KEY, date(2025, 6, 1), "before the conclusion"),
        ("dispatch", RETURNED, "follows from the file"),
        ("reporting-2019", RETURNED, "follows from the file"),
    ],
)
def test_a_day_or_term_that_cannot_be_right_is_refused(world, key, on, said):
    """With a sentence that says why; nothing is written."""
    file = low_value_file(world.manager, world.project)

    with pytest.raises(NotAccepted, match=said):
        mark_term(world.manager, file, key, on, file.version)
    assert term(file).done_on is None


def test_who_may_not_change_the_file_or_comes_late_is_refused(world):
    """Readers see the term; of two who note it, the second hears of the first."""
    file = low_value_file(world.manager, world.project)
    version = file.version
    with pytest.raises(NotPermitted):
        mark_term(world.reader, file, KEY, RETURNED, version)
    mark_term(world.lawyer, file, KEY, RETURNED, version)

    with pytest.raises(VersionConflict):
        mark_term(world.manager, file, KEY, None, version)


def test_the_page_offers_the_form_to_who_may_and_answers_with_what_is_wrong(client, world):
    """422 with the reason, 409 for an old version, then the term stands among those that are done."""
    file = low_value_file(world.manager, world.project)
    page = reverse("procurement_file_deadlines", args=[file.reference])
    address = reverse("procurement_term", args=[file.reference, KEY])
    client.force_login(world.reader)
    bare = client.get(page).content.decode()
    client.force_login(world.manager)
    offered = client.get(page).content.decode()
    answers = [
        client.post(address, {"done_on": day, "version": version}).status_code
        for day, version in (("31/02/2026", file.version), ("2027-01-01", file.version), ("2026-02-10", 1))
    ]
    kept = client.post(address, {"done_on": "2026-02-10", "version": file.version}, follow=True)

    assert address not in bare
    assert address in offered
    assert answers == [422, 422, 409]
    assert [row.term.key for row in kept.context["done_rows"] if row.term.is_by_hand] == [KEY]


def test_one_return_is_noted_for_all_files_of_its_year(client, world):
    """Only of projects that one changes; each file has its own entry in the log."""
    files = [low_value_file(world.manager, world.project) for _each in range(2)]
    elsewhere = low_value_file(factories.OPERATOR, factories.project(world.project.portfolio, "P-099"))
    address = reverse("procurement_return")
    client.force_login(world.manager)
    page = client.get(reverse("procurement_deadlines"), {"kind": "reporting"})
    early = client.post(address, {"year": "2025", "done_on": "2025-12-31"})
    noted = client.post(address, {"year": "2025", "done_on": "2026-02-10"})
    again = client.post(address, {"year": "2025", "done_on": "2026-02-10"})

    assert page.context["returns"] == [(2025, 2)]
    assert [one.status_code for one in (early, noted, again)] == [422, 302, 422]
    assert {term(one).done_on for one in files} == {RETURNED}
    assert term(elsewhere).done_on is None
    assert AuditEntry.objects.filter(action="procurement.done").count() == 2


# ------------------------------------------------------------------------------ Notices of modifications


def modified(
    ground: str = "38/1", facts: dict | None = None, amount: Decimal = Decimal(400_000)
) -> tuple[contract_worlds.World, str]:
    """Return a world whose contract was modified, and the key of the term that may follow."""
    made = contract_worlds.world(facts)
    contract = made.conclude(initial_amount=amount)
    sent = NewModification(ground, "Bijkomende lezers", Decimal(10_000), date(2026, 9, 1), "map 12")
    made.do(lambda actor, one, version: modify(actor, one, sent, version))
    return made, f"contract-{contract.pk}-modification-1"


def test_a_modification_whose_ground_asks_a_notice_has_a_term_with_its_article():
    """The law sets no number of days: the term has no day, says so, and waits in My week until noted."""
    made, key = modified()
    one = term(made.file, key)
    address = f"/overheidsopdrachten/{made.file.reference}/termijnen/#{key}"
    waits = [url for url, _verb in matters(made.manager)]
    mark_term(made.manager, made.file, key, date(2026, 9, 20), made.fresh().version)

    assert (one.due, one.article, one.is_verified) == (None, "KB 14/01/2013, art. 38/19", False)
    assert "number of days" in one.missing["en"]
    assert state_of(one, TODAY) == "undetermined"
    assert address in waits
    assert address not in [url for url, _verb in matters(made.manager)]
    assert state_of(term(made.file, key), TODAY) == "done"


def test_no_notice_of_a_modification_is_asked_where_the_law_asks_none():
    """On another ground, or below the European threshold."""
    other, key_of_other = modified("38/5")
    small, key_of_small = modified(amount=Decimal(140_000), facts={"estimate": 150_000, "award": 140_000})

    assert not DueTerm.objects.filter(file=other.file, key=key_of_other).exists()
    assert not DueTerm.objects.filter(file=small.file, key=key_of_small).exists()


def test_the_grounds_and_the_figure_of_the_law_say_the_same():
    """Which grounds ask a notice stands in both."""
    rule = law_value("modification_notice", TODAY)

    assert rule is not None
    assert set(str(rule.value).split()) == {key for key, one in grounds().items() if one.needs_notice}


# --------------------------------------------------------------------------------- Choices that wait


def test_a_choice_against_the_rules_waits_for_who_may_approve_it_and_nobody_else(world):
    """Not for who asked it, nor for who only advises; decided, it is gone."""
    world.raised()
    choice = actions.choose_procedure(
        world.manager, world.file, "VOPZB", "Eén leverancier.", world.fresh().version
    )
    asked = (f"/overheidsopdrachten/{world.file.reference}/#waiting-title", "Decide")
    waiting = {
        name: asked in matters(getattr(world, name)) for name in ("manager", "owner", "lawyer", "steering")
    }
    actions.rule_on_choice(
        world.owner, choice, is_approved=False, reason="Geen grond.", expected_version=world.fresh().version
    )

    assert waiting == {"manager": False, "owner": True, "lawyer": False, "steering": True}
    assert asked not in matters(world.owner)


def test_who_decides_is_not_asked_about_a_choice_of_his_own(world):
    """Four eyes: another person has to approve it; a later choice takes its place."""
    both = factories.user(Role.PROJECT_OWNER, Scope.PROJECT, world.project.pk)
    Membership.objects.create(
        user=both, role=Role.PROJECT_MANAGER, scope=Scope.PROJECT, scope_id=world.project.pk
    )
    world.raised()
    actions.choose_procedure(both, world.file, "VOPZB", "Eén leverancier.", world.fresh().version)
    own = [url for url, verb in matters(both) if verb == "Decide"]
    others = [url for url, verb in matters(world.owner) if verb == "Decide"]
    actions.choose_procedure(both, world.file, "OP", "", world.fresh().version)

    assert not own
    assert len(others) == 1
    assert not [url for url, verb in matters(world.owner) if verb == "Decide"]


# ------------------------------------------------------------------------------------------ In reports


def test_a_report_and_a_pack_tell_the_same_open_terms(world):
    """Missed ones and those of the next month, the first due first; what comes later is left out."""
    file = low_value_file(world.manager, world.project)
    actions.change_facts(
        world.manager, world.file, procurement_worlds.FACTS | {"date": "2026-12-04"}, world.fresh().version
    )
    facts = create_report(world.manager, world.project, "highlight", TODAY).read_facts
    snapshot = build_snapshot(world.project.portfolio, TODAY)
    shown = [(one.file, one.due, one.state) for one in facts.terms]

    assert shown == [
        (file.reference, date(2026, 2, 15), "late"),
        (world.file.reference, date(2026, 12, 4), facts.terms[1].state),
    ]
    assert facts.terms[0].working_days < -150
    assert snapshot.terms == facts.terms
    assert snapshot.terms_until == facts.terms_until


def test_a_report_never_tells_what_tenders_are_asked():
    """It goes to everybody who sees the project, also before the decision."""
    made = tender_worlds.world(due="2026-11-20T10:00")
    tender = made.tender()
    made.open()
    tender.refresh_from_db()
    ask_justification(made.manager, tender, tender.version, "Verantwoord de prijs.", TODAY)
    key = f"price-{tender.pk}"
    told = reported_terms([made.file.project_id], TODAY, date(2027, 12, 31))

    assert term(made.file, key).is_confidential
    assert term(made.file, key).title not in [one.title for one in told]


def test_a_day_that_passes_does_not_change_the_terms_by_itself(world):
    """Only another term or another day of one is told as a change."""
    low_value_file(world.manager, world.project)
    first = gather(world.project, TODAY, TODAY, TODAY)
    later = gather(world.project, date.fromordinal(TODAY.toordinal() + 1), TODAY, TODAY)

    assert first.terms[0].working_days != later.terms[0].working_days
    assert "terms" not in changed_parts(first, later)


def test_more_terms_ask_no_more_queries(world):
    """One question for all files of all projects."""

    def n_queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            reported_terms([world.project.pk], TODAY, date(2027, 12, 31))
        return len(asked)

    few = n_queries()
    for _each in range(2):
        low_value_file(world.manager, world.project)

    assert few == n_queries() == 1
