"""Reports of a project: facts gathered, completed by a person, approved by another, frozen for ever."""

from __future__ import annotations

import hashlib
import io
import zipfile
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils.html import escape
from web import factories, register_lines
from web.gate_worlds import world

from stuurbord.errors import DamagedFile, NotPermitted, VersionConflict
from stuurbord.reports.project_reports import KINDS, ReportFacts
from stuurbord.web.accounts.permissions import Operator
from stuurbord.web.audit.models import AuditEntry
from stuurbord.web.clock import today
from stuurbord.web.methods.migrating import adopt_method
from stuurbord.web.methods.models import ProjectBrief, ProjectMethod
from stuurbord.web.methods.queries import default_template, template_of
from stuurbord.web.reader import reader
from stuurbord.web.registers.models import Lesson, Risk
from stuurbord.web.reporting import actions
from stuurbord.web.reporting.documents import file_of, is_intact
from stuurbord.web.reporting.models import ProjectReport, ReportState
from stuurbord.web.reporting.queries import interval_of, next_due

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    return world(time_tolerance_days=30)


@pytest.fixture
def report(scene):
    return actions.create_report(scene.manager, scene.project, "highlight", today())


def made_on(settings, day: date, scene, kind: str = "highlight") -> ProjectReport:
    """Return a report that was made on an earlier day."""
    now = settings.STUURBORD_TODAY
    settings.STUURBORD_TODAY = day.isoformat()
    try:
        return actions.create_report(scene.manager, scene.project, kind, day)
    finally:
        settings.STUURBORD_TODAY = now


def completed(report: ProjectReport, actor) -> ProjectReport:
    texts = {one.key: f"Tekst van {one.key}." for one in report.kind_of.sections}
    actions.write_texts(actor, report, texts, report.version)
    return report


def submitted(report: ProjectReport, actor) -> ProjectReport:
    actions.submit_report(actor, completed(report, actor), report.version)
    return report


def approved(report: ProjectReport, writer, approver) -> ProjectReport:
    actions.approve_report(approver, submitted(report, writer), report.version)
    return ProjectReport.objects.get(pk=report.pk)


def test_report_holds_the_facts_of_its_day(scene, report):
    """The facts are canonical JSON with their hash, and come back as they were."""
    facts = report.read_facts

    assert report.number == "VR-001"
    assert facts.project == scene.project.code
    assert facts.to_json() == report.facts
    assert hashlib.sha256(report.facts.encode()).hexdigest() == report.facts_sha256 == facts.sha256
    assert AuditEntry.objects.filter(action="report.create").exists()


@pytest.mark.parametrize("days", [-200, -1, 1])
def test_report_is_of_today_only(client, scene, days):
    """Today's registers are never printed under another day; the refusal names that day and the way out."""
    day = today() + timedelta(days=days)
    with pytest.raises(actions.NotPossible) as refusal:
        actions.create_report(scene.manager, scene.project, "highlight", day)
    client.force_login(scene.manager)
    url = reverse("project_reports", args=[scene.project.portfolio.key, scene.project.code])

    refused = client.post(url, {"kind": "highlight", "as_of": day.isoformat()})

    assert refused.status_code == 422
    assert escape(str(refusal.value)) in refused.content.decode()
    assert days > 0 or reader().day(day) in str(refusal.value)
    assert not ProjectReport.objects.exists()


def test_facts_gathered_anew_are_those_of_today(settings, scene):
    """A draft of last week takes today's registers with today's day."""
    draft = made_on(settings, today() - timedelta(days=7), scene)

    actions.refresh_report(scene.manager, draft, draft.version)

    assert draft.as_of == draft.read_facts.as_of == draft.period_until == today()


def test_next_report_begins_where_the_previous_ended(settings, scene):
    """Periods neither overlap nor leave a gap."""
    first = made_on(settings, today() - timedelta(days=10), scene)
    second = actions.create_report(scene.manager, scene.project, "highlight", today())

    assert second.period_from == first.as_of + timedelta(days=1)
    assert second.number == "VR-002"


@pytest.mark.any_database
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "exception"])
def test_each_kind_can_be_made_of_an_empty_project(scene, kind):
    """What is missing is named; nothing breaks on it."""
    made = actions.create_report(scene.manager, scene.project, kind, today())

    assert file_of(scene.manager, made, "pdf").startswith(b"%PDF")
    assert zipfile.is_zipfile(io.BytesIO(file_of(scene.manager, made, "docx")))


def test_exception_report_needs_an_exception(scene):
    """Without an exception there is nothing to report."""
    with pytest.raises(actions.NotPossible):
        actions.create_report(scene.manager, scene.project, "exception", today())


def test_facts_are_gathered_anew_while_it_is_a_draft(scene, report):
    """The answer says which parts changed."""
    Risk.objects.create(project=scene.project, code="R-001", title="Levering te laat", probability="0.4")

    changed = actions.refresh_report(scene.manager, report, report.version)

    assert "risks" in changed
    assert report.read_facts.risks[0].code == "R-001"


def test_report_that_lacks_words_cannot_be_submitted(scene, report):
    """What must be written is named."""
    with pytest.raises(actions.NotPossible):
        actions.submit_report(scene.manager, report, report.version)


def test_who_wrote_does_not_approve(scene, report):
    """Four eyes: not the author, nor who wrote a section, whatever the role."""
    actions.write_texts(scene.owner, report, {"done": "Door de opdrachtgever."}, report.version)
    submitted(report, scene.manager)

    with pytest.raises(NotPermitted):
        actions.approve_report(scene.owner, report, report.version)
    actions.approve_report(scene.steering, report, report.version)
    assert report.state == ReportState.FROZEN


def test_manager_without_mandate_cannot_approve(scene, report):
    """Approving is deciding."""
    submitted(report, scene.manager)

    with pytest.raises(NotPermitted):
        actions.approve_report(scene.manager, report, report.version)


def test_stale_version_is_refused(scene, report):
    """Who read an older version overwrites nothing."""
    actions.write_texts(scene.manager, report, {"done": "Eerst."}, report.version)
    fresh = ProjectReport.objects.get(pk=report.pk)

    with pytest.raises(VersionConflict):
        actions.write_texts(scene.manager, fresh, {"done": "Later."}, fresh.version - 1)


def test_approved_report_keeps_its_bytes_for_ever(scene, report):
    """What changes afterwards in the registers does not reach it."""
    frozen = approved(report, scene.manager, scene.owner)
    kept = {form: file_of(scene.reader, frozen, form) for form in ("docx", "pdf")}
    Risk.objects.create(project=scene.project, code="R-009", title="Nadien", probability="0.4")
    again = ProjectReport.objects.get(pk=report.pk)

    assert {form: file_of(scene.reader, again, form) for form in kept} == kept
    assert is_intact(again)
    for change in (
        lambda: actions.write_texts(scene.manager, again, {"done": "x"}, again.version),
        lambda: actions.refresh_report(scene.manager, again, again.version),
        lambda: actions.submit_report(scene.manager, again, again.version),
        lambda: actions.withdraw_report(scene.manager, again, again.version, "x"),
        lambda: actions.approve_report(scene.steering, again, again.version),
    ):
        with pytest.raises(actions.NotPossible):
            change()


def test_changed_file_is_noticed(scene, report):
    """A file that is not what was approved is not given."""
    frozen = approved(report, scene.manager, scene.owner)
    ProjectReport.objects.filter(pk=frozen.pk).update(pdf=b"%PDF other")
    damaged = ProjectReport.objects.get(pk=frozen.pk)

    assert not is_intact(damaged)
    with pytest.raises(DamagedFile):
        file_of(scene.reader, damaged, "pdf")


def test_hash_that_was_changed_along_is_noticed(scene, report):
    """Who changes the file and the hash beside it still has the audit log against him."""
    frozen = approved(report, scene.manager, scene.owner)
    forged = b"%PDF other"
    stored = {"pdf": forged, "pdf_sha256": hashlib.sha256(forged).hexdigest()}
    ProjectReport.objects.filter(pk=frozen.pk).update(**stored)

    with pytest.raises(DamagedFile):
        file_of(scene.reader, ProjectReport.objects.get(pk=frozen.pk), "pdf")


def test_report_goes_back_with_a_reason(scene, report):
    """The author reads why, and may change it again."""
    submitted(report, scene.manager)
    actions.return_report(scene.owner, report, report.version, "De cijfers van november ontbreken.")

    assert report.state == ReportState.DRAFT
    actions.write_texts(scene.manager, report, {"done": "Aangevuld."}, report.version)


def test_next_report_is_due_after_the_interval_of_the_method(scene, report):
    """Monthly unless the method says otherwise."""
    assert next_due(scene.project) > report.as_of


def test_first_report_comes_due_and_its_interval_follows_the_size(client, scene):
    """An interval after the method was taken up; a small project reports less often."""
    project = scene.project
    project.stage = "execution"
    project.save()
    assert next_due(project) is None
    method = adopt_method(Operator("PMO"), project, default_template(project.kind).key)
    template = template_of(project)
    assert next_due(project) == method.adopted_on + timedelta(days=template.report_every_days(""))

    ProjectBrief.objects.create(project=project, size="small")
    assert interval_of(project) == template.report_every_days("small")
    ProjectMethod.objects.filter(pk=method.pk).update(adopted_on=today() - timedelta(days=90))
    client.force_login(scene.manager)
    shown = client.get(reverse("my_week")).content.decode()
    assert reverse("project_reports", args=[project.portfolio.key, project.code]) in shown


def test_report_tells_what_moved_since_the_previous_one(settings, scene):
    """From the approved report of its kind before it, also when the facts are gathered anew."""
    first = made_on(settings, today() - timedelta(days=10), scene)
    approved(first, scene.manager, scene.owner)
    second = actions.create_report(scene.manager, scene.project, "highlight", today())
    assert second.read_facts.previous_number == first.number

    actions.refresh_report(scene.manager, second, second.version)
    assert second.read_facts.previous_number == first.number


def test_who_was_late_sees_what_somebody_else_wrote(client, scene, report):
    """409 keeps what was typed, and shows the other text beside it."""
    page = reverse("project_report", args=[scene.project.portfolio.key, scene.project.code, report.number])
    actions.write_texts(scene.owner, report, {"done": "Door een ander geschreven."}, report.version)
    client.force_login(scene.manager)

    late = client.post(page, {"do": "write", "version": 1, "text-done": "Door mij getypt."})

    assert late.status_code == 409
    assert "Door mij getypt." in late.content.decode()
    assert "Door een ander geschreven." in late.content.decode()


def test_damaged_file_is_not_given(client, scene, report):
    """A page says so, the other file is still given, and the audit log tells who asked for it."""
    kept = approved(report, scene.manager, scene.owner)
    ProjectReport.objects.filter(pk=kept.pk).update(pdf=b"%PDF-vals")
    where = [scene.project.portfolio.key, scene.project.code, kept.number]
    client.force_login(scene.manager)

    refused = client.get(reverse("report_file", args=[*where, "pdf"]))
    assert refused.status_code == 500
    assert f"VR-001 {today()}.pdf" in refused.content.decode()
    assert b"%PDF-vals" not in refused.content
    assert client.get(reverse("report_file", args=[*where, "docx"])).status_code == 200
    told = AuditEntry.objects.get(action="file.damaged")
    assert (told.subject, told.actor_id) == (kept.subject, scene.manager.pk)
    assert told.data["expected"] == kept.pdf_sha256
    assert told.data["found"] == hashlib.sha256(b"%PDF-vals").hexdigest()


def test_exception_page_makes_the_report_of_that_exception(client, scene):
    """One button; the report is about this exception only."""
    for code in ("AFW-001", "AFW-002"):
        register_lines.line("afwijkingen", scene.project, code=code, state="raised")
    where = [scene.project.portfolio.key, scene.project.code]
    client.force_login(scene.manager)
    shown = client.get(reverse("exception", args=[*where, "AFW-002"])).content.decode()
    assert 'name="exception" value="AFW-002"' in shown

    client.post(reverse("project_reports", args=where), {"kind": "exception", "exception": "AFW-002"})

    made = ProjectReport.objects.get(project=scene.project)
    assert [one.code for one in made.read_facts.exceptions] == ["AFW-002"]


def test_pages_follow_the_life_of_a_report(client, scene):
    """From the list to the files, with the buttons of the pages."""
    key, code = scene.project.portfolio.key, scene.project.code
    Lesson.objects.create(project=scene.project, code="L-001", title="Test eerder <b>")
    listing = reverse("project_reports", args=[key, code])
    client.force_login(scene.manager)
    made = client.post(listing, {"kind": "highlight", "as_of": today().isoformat()})
    page = made.headers["Location"]
    shown = client.get(page)
    assert shown.status_code == 200
    assert "Test eerder &lt;b&gt;" in shown.content.decode()

    refused = client.post(page, {"do": "submit", "version": 1, "text-done": "Proefdraai klaar."})
    assert refused.status_code == 422
    report = ProjectReport.objects.get()
    sent = {"do": "submit", "version": report.version, "text-summary": "Alles loopt."}
    assert client.post(page, sent).status_code == 302
    assert client.post(page, {"do": "write", "version": 1, "text-done": "x"}).status_code in (409, 422)

    client.force_login(scene.owner)
    assert (
        "Goedkeuren" in client.get(page).content.decode()
        or "Approve and freeze" in client.get(page).content.decode()
    )
    report.refresh_from_db()
    assert client.post(page, {"do": "approve", "version": report.version}).status_code == 302
    for form in ("docx", "pdf"):
        answer = client.get(reverse("report_file", args=[key, code, "VR-001", form]))
        assert answer.status_code == 200
        assert "attachment" in answer["Content-Disposition"]
    assert client.get(listing).status_code == 200


@pytest.mark.parametrize("sent", ["gisteren", "2999-01-01", "0001-01-01"])
def test_wrong_status_date_is_refused_in_words(client, scene, sent):
    """A day that is no day, or still has to come."""
    client.force_login(scene.manager)
    url = reverse("project_reports", args=[scene.project.portfolio.key, scene.project.code])

    assert client.post(url, {"kind": "highlight", "as_of": sent}).status_code == 422
    assert not ProjectReport.objects.exists()


def test_reader_cannot_start_or_change_a_report(client, scene, report):
    """Seeing is not writing."""
    client.force_login(scene.reader)
    key, code = scene.project.portfolio.key, scene.project.code
    page = reverse("project_report", args=[key, code, report.number])

    assert client.get(page).status_code == 200
    assert client.post(page, {"do": "write", "version": 1, "text-done": "x"}).status_code == 403
    stranger = factories.user()
    client.force_login(stranger)
    assert client.get(page).status_code == 404


def test_waiting_report_stands_in_my_week(client, scene, report):
    """Who owns the project is asked to approve."""
    submitted(report, scene.manager)
    client.force_login(scene.owner)

    assert "VR-001" in client.get(reverse("my_week")).content.decode()


def test_facts_come_back_from_their_text(report):
    """Reading and writing again gives the same text."""
    assert ReportFacts.from_json(report.facts).to_json() == report.facts
    assert ReportFacts.from_json(report.facts).as_of == date.fromisoformat(str(report.as_of))
