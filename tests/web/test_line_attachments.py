"""Files at a line: whole or not at all, once by content, safe to give back, looked at by the scanner."""

from __future__ import annotations

import hashlib
import sys

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from web import factories
from web.register_lines import line

from stuurbord.exchange import mspdi
from stuurbord.web.accounts.models import Role, Scope
from stuurbord.web.audit.models import AuditEntry
from stuurbord.web.lists import attachments as actions
from stuurbord.web.lists.attachments import SentFile, add_attachments
from stuurbord.web.lists.file_names import safe_name, type_of
from stuurbord.web.lists.models import Attachment, FileContent, ScanState
from stuurbord.web.lists.register import REGISTERS

pytestmark = pytest.mark.django_db
ISSUES = REGISTERS["issues"]
PDF = b"%PDF-1.7 verslag"
SCANNER = """
import sys
data = sys.stdin.buffer.read()
if b"TRAAG" in data:
    import time; time.sleep(30)
if b"STUK" in data:
    sys.exit(2)
print("stream: Test-Signature FOUND" if b"VIRUS" in data else "stream: OK")
sys.exit(1 if b"VIRUS" in data else 0)
"""


@pytest.fixture
def project():
    """A project in a portfolio of its own."""
    return factories.project(factories.portfolio("ASN"), "P-001")


@pytest.fixture
def editor(client, project):
    """The project manager, logged in."""
    made = factories.user(Role.PROJECT_MANAGER, Scope.PROJECT, project.pk)
    client.force_login(made)
    return made


@pytest.fixture
def scanner(settings):
    """A scanner that knows one virus, breaks on one word and is slow on another."""
    settings.STUURBORD_SCANNER = [sys.executable, "-c", SCANNER]
    settings.STUURBORD_SCANNER_SECONDS = 20


def send(client, stored, *files, **more):
    """Send files by the form of a line."""
    sent = [SimpleUploadedFile(name, content) for name, content in files]
    return client.post(f"/registers/issues/{stored.pk}/bijlagen/", {"files": sent, **more})


def test_files_are_kept_and_given_back_as_they_came(client, editor, project):
    """Several at once, each with its hash, only ever to be saved."""
    stored = line("issues", project)
    answer = send(client, stored, ("verslag.pdf", PDF), ("kaart.html", b"<script>1</script>"))
    report = Attachment.objects.get(file_name="verslag.pdf")
    page = client.get(answer.url).content.decode()
    given = client.get(f"/registers/issues/{stored.pk}/bijlagen/{report.pk}/")
    other = Attachment.objects.get(file_name="kaart.html")
    html = client.get(f"/registers/issues/{stored.pk}/bijlagen/{other.pk}/")

    assert given.content == PDF
    assert given["Content-Type"] == "application/pdf"
    assert given["Content-Disposition"] == 'attachment; filename="verslag.pdf"'
    assert given["X-Content-Type-Options"] == "nosniff"
    assert html["Content-Type"] == "application/octet-stream"
    assert html["Content-Disposition"].startswith("attachment")
    assert hashlib.sha256(PDF).hexdigest() in page
    assert str(report.get_scan_display()) in page
    assert {one.action for one in AuditEntry.objects.all()} >= {"attachment.add"}


def test_the_same_content_is_kept_once(client, editor, project):
    """Under as many names and at as many lines as people like; at one line a file stands once."""
    first, second = line("issues", project), line("issues", project)
    send(client, first, ("a.pdf", PDF), ("b.pdf", PDF))
    send(client, second, ("a.pdf", PDF))
    again = send(client, first, ("a.pdf", PDF))

    assert FileContent.objects.count() == 1
    assert Attachment.objects.count() == 3
    assert again.status_code == 422


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("rapport.pdf", "rapport.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\map\\plan.xlsx", "plan.xlsx"),
        ("rapport\u202efdp.exe", "rapportfdp.exe"),
        ("on\u200bzichtbaar.txt", "onzichtbaar.txt"),
        ("a\x00b\n.txt", "ab .txt"),
        ("vraag?ster*.txt", "vraag_ster_.txt"),
        ("..", "bestand"),
        ("", "bestand"),
        ("\u202e", "bestand"),
        ("CON.txt", "_CON.txt"),
        ("e\u0301te\u0301.pdf", "été.pdf"),
        ("a" * 300 + ".docx", "a" * 195 + ".docx"),
    ],
)
def test_a_name_is_what_it_shows(sent, kept):
    """No path, no turned direction, no control characters."""
    assert safe_name(sent) == kept


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a.svg", "application/octet-stream"), ("a.PNG", "image/png"), ("a", "application/octet-stream")],
)
def test_a_download_has_a_type_that_no_browser_runs(name, kind):
    """What is not on the list has none."""
    assert type_of(name) == kind


def test_a_file_over_the_limit_is_refused_and_the_others_are_kept(client, editor, project):
    """26 MB where 25 is the most: told by name, and not a byte of it is kept."""
    stored = line("issues", project)
    answer = send(client, stored, ("groot.bin", b"\0" * 26 * 1024 * 1024), ("klein.txt", b"ja"))
    told = " ".join(answer.context["outcome"].errors)

    assert answer.status_code == 422
    assert "groot.bin" in told
    assert "25\N{NO-BREAK SPACE}MB" in told
    assert [one.file_name for one in Attachment.objects.all()] == ["klein.txt"]
    assert FileContent.objects.count() == 1


def test_imports_keep_their_own_limit(client, editor, project, settings):
    """The view names which limit counts."""
    settings.STUURBORD_ATTACHMENT_LIMIT = 10
    too_large = send(client, line("issues", project), ("a.txt", b"0123456789ab"))
    client.force_login(factories.user(Role.PORTFOLIO_MANAGER, Scope.PORTFOLIO, project.portfolio_id))
    plan = SimpleUploadedFile("P-001.xml", mspdi.write(factories.plan()))
    answer = client.post(f"/portefeuille/{project.portfolio.key}/invoer/", {"files": plan})

    assert too_large.status_code == 422
    assert answer.status_code == 302


@pytest.mark.parametrize("files", [(), (("leeg.txt", b""),)])
def test_nothing_is_no_file(client, editor, project, files):
    """Told, not kept."""
    assert send(client, line("issues", project), *files).status_code == 422
    assert Attachment.objects.count() == 0


def test_the_scanner_says_clean(client, editor, project, scanner):
    """And the page repeats it."""
    stored = line("issues", project)
    answer = send(client, stored, ("a.txt", b"goed"))

    assert Attachment.objects.get().scan == ScanState.CLEAN
    assert "virusvrij" in client.get(answer.url).content.decode()


def test_an_infected_file_is_refused_told_and_logged(client, editor, project, scanner):
    """The clean one beside it is kept."""
    stored = line("issues", project)
    answer = send(client, stored, ("besmet.txt", b"VIRUS"), ("goed.txt", b"goed"))
    refused = AuditEntry.objects.get(action="attachment.refuse")

    assert answer.status_code == 422
    assert "besmet.txt" in answer.context["outcome"].errors[0]
    assert "Test-Signature" in answer.context["outcome"].errors[0]
    assert [one.file_name for one in Attachment.objects.all()] == ["goed.txt"]
    assert FileContent.objects.count() == 1
    assert refused.data["file"] == "besmet.txt"


@pytest.mark.parametrize("content", [b"STUK", b"TRAAG"])
def test_a_scanner_that_fails_lets_nothing_through(client, editor, project, scanner, settings, content):
    """It ended otherwise, or took too long."""
    settings.STUURBORD_SCANNER_SECONDS = 2
    answer = send(client, line("issues", project), ("a.txt", content))

    assert answer.status_code == 422
    assert Attachment.objects.count() == FileContent.objects.count() == 0


def test_a_scanner_that_is_not_there_lets_nothing_through(client, editor, project, settings):
    """A mistake in the settings is no open door."""
    settings.STUURBORD_SCANNER = ["/bestaat/niet"]

    assert send(client, line("issues", project), ("a.txt", b"goed")).status_code == 422
    assert Attachment.objects.count() == 0


def test_files_are_never_half_kept(editor, project, monkeypatch):
    """What fails on the way leaves neither bytes nor entry."""
    stored = line("issues", project)
    before = AuditEntry.objects.count()

    def fail(*_arguments, **_named):
        raise RuntimeError("the server stops here")

    monkeypatch.setattr(actions, "record_all", fail)
    with pytest.raises(RuntimeError):
        add_attachments(editor, ISSUES, stored, [SentFile("a.txt", b"a"), SentFile("b.txt", b"b")])

    assert Attachment.objects.count() == FileContent.objects.count() == 0
    assert AuditEntry.objects.count() == before


def test_a_file_is_archived_and_brought_back(client, editor, project):
    """It leaves the list, not the database."""
    stored = line("issues", project)
    send(client, stored, ("a.txt", b"a"))
    found = Attachment.objects.get()
    here = f"/registers/issues/{stored.pk}/bijlagen/{found.pk}"
    client.post(f"{here}/archiveren/")
    page = client.get(f"/registers/issues/{stored.pk}/")
    still = client.get(f"{here}/")
    client.post(f"{here}/archiveren/", {"archive": "0"})

    assert page.context["files"] == []
    assert len(page.context["archived_files"]) == 1
    assert still.content == b"a"
    assert not Attachment.objects.get().is_archived
    assert [one.action for one in AuditEntry.objects.all()[:2]] == [
        "attachment.restore",
        "attachment.archive",
    ]


def test_a_file_of_another_line_is_not_found(client, editor, project):
    """Nor one of another register with the same number, nor one of another portfolio."""
    first, second = line("issues", project), line("issues", project)
    elsewhere = line("issues", factories.project(factories.portfolio("ELDERS")))
    send(client, first, ("a.txt", b"a"))
    number = Attachment.objects.get().pk

    assert client.get(f"/registers/issues/{second.pk}/bijlagen/{number}/").status_code == 404
    assert client.post(f"/registers/issues/{second.pk}/bijlagen/{number}/archiveren/").status_code == 404
    assert client.get(f"/registers/issues/{elsewhere.pk}/bijlagen/{number}/").status_code == 404
    assert client.get(f"/registers/issues/{first.pk}/bijlagen/{10**30}/").status_code == 404
    assert client.get(f"/registers/issues/{10**30}/bijlagen/{number}/").status_code == 404


def test_who_may_not_edit_adds_nothing(client, project):
    """A reader gets the file, not the form."""
    stored = line("issues", project)
    client.force_login(factories.user(Role.READER, Scope.PORTFOLIO, project.portfolio_id))
    page = client.get(f"/registers/issues/{stored.pk}/?tab=bijlagen").content.decode()

    assert send(client, stored, ("a.txt", b"a")).status_code == 403
    assert 'type="file"' not in page
    assert Attachment.objects.count() == 0


def test_an_archived_line_takes_no_files(client, editor, project):
    """Told, and nothing is kept."""
    stored = line("issues", project, is_archived=True)

    assert send(client, stored, ("a.txt", b"a")).status_code == 409
    assert FileContent.objects.count() == 0


def test_no_more_than_twenty_files_at_once(editor, project):
    """The rest is told by name."""
    files = [SentFile(f"{number}.txt", str(number).encode()) for number in range(22)]
    received = add_attachments(editor, ISSUES, line("issues", project), files)

    assert len(received.added) == 20
    assert len(received.refused) == 2
