"""A file from a notice: what it says becomes facts and moments; what opens none says why."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from web import factories, procurement_worlds

from stuurbord.exchange.notices import read_notice
from stuurbord.web.procurement_desk.models import DueTerm
from stuurbord.web.procurements.advising import asked
from stuurbord.web.procurements.from_notice import open_from_notice, read_upload, seal, unseal
from stuurbord.web.procurements.models import ProcurementFile

pytestmark = pytest.mark.django_db
DATA_SETS = ("ted-eforms-be-nl", "ted-xml-2014-be")


@pytest.fixture(autouse=True)
def _today(settings):
    settings.STUURBORD_TODAY = factories.TODAY.isoformat()


@pytest.fixture
def world():
    return procurement_worlds.world()


@pytest.mark.parametrize("name", DATA_SETS)
def test_every_real_notice_opens_a_file_or_says_why(world, shared_data, name):
    """Every fact that is read, the rules can read too; contact persons stay out."""
    opened = refused = 0
    for path in sorted(shared_data(name).rglob("*.xml")):
        read = read_upload(path.read_bytes(), path.name)
        if read.values is None:
            assert read.findings, path.name
            refused += 1
            continue
        values = unseal(seal(read.values))
        file = open_from_notice(world.manager, world.project, values)
        assert file.title, path.name
        assert not re.search(r"\w@\w[\w-]*\.\w", file.description), path.name
        assert not asked(file).advice.told.is_refused, path.name
        opened += 1

    assert opened > 0
    assert refused >= 0
    assert ProcurementFile.objects.count() == opened + 1


def test_in_two_phases_a_notice_tells_by_when_requests_are_due(shared_data, world):
    """Tenders are asked of who is selected: nothing opens on that day, and no tender holds from it."""
    seen = 0
    for name in DATA_SETS:
        for path in sorted(shared_data(name).rglob("*.xml")):
            values = read_upload(path.read_bytes(), path.name).values
            if values is None or values["stage"] != "publication" or not (values["requests_due"]):
                continue
            file = open_from_notice(world.manager, world.project, values)
            terms = {one.key: one for one in DueTerm.objects.filter(file=file)}
            assert file.procedure in ("NOP", "MPO", "CD", "IP", "OMO", "DAS"), path.name
            assert (file.tenders_due, values["tenders_due"]) == (None, None), path.name
            assert terms["requests"].due == timezone.localtime(file.requests_due).date()
            assert not terms.keys() & {"opening", "validity", "questions"}, path.name
            seen += 1

    assert seen > 0


def test_terms_run_from_the_dispatch_of_a_notice(shared_data):
    """Where it was published days later, the day of dispatch is the one that counts."""
    seen = 0
    for name in DATA_SETS:
        for path in sorted(shared_data(name).rglob("*.xml")):
            content = path.read_bytes()
            notice, values = read_notice(content, path.name).notice, read_upload(content, path.name).values
            if values is None or not values["published_on"] or not notice.dispatched_on:
                continue
            assert values["published_on"] == notice.dispatched_on.isoformat(), path.name
            seen += notice.published_on not in (None, notice.dispatched_on)

    assert seen > 0


@pytest.mark.parametrize("content", [b"", b"<x/>", b"geen xml", b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'])
def test_what_is_no_notice_says_so(client, world, content):
    """The page names the reason and keeps nothing."""
    client.force_login(world.manager)
    file = SimpleUploadedFile("bericht.xml", content, "text/xml")
    answer = client.post(reverse("procurement_notice"), {"notice": file})

    assert answer.status_code == 422
    assert ProcurementFile.objects.count() == 1


def test_a_form_that_was_not_made_here_opens_nothing(client, world):
    """What was read is sealed: nobody opens other facts than were shown."""
    client.force_login(world.manager)
    answer = client.post(reverse("procurement_notice"), {"sealed": "x:y:z", "project": "ASN/P-014"})

    assert answer.status_code == 422
    assert ProcurementFile.objects.count() == 1


def test_a_notice_is_shown_before_it_opens(client, world, shared_data):
    """First what it says and lacks, then the file: in the project that is chosen."""
    client.force_login(world.manager)
    path = next(
        one
        for one in sorted(shared_data(DATA_SETS[0]).rglob("*.xml"))
        if read_upload(one.read_bytes(), one.name).values
    )
    shown = client.post(
        reverse("procurement_notice"), {"notice": SimpleUploadedFile("n.xml", path.read_bytes())}
    )
    sealed = shown.context["sealed"]
    assert shown.status_code == 200
    assert ProcurementFile.objects.count() == 1
    assert client.post(reverse("procurement_notice"), {"sealed": sealed, "project": "?"}).status_code == 422

    done = client.post(reverse("procurement_notice"), {"sealed": sealed, "project": "ASN/P-014"})

    assert done.status_code == 302
    assert ProcurementFile.objects.get(reference="O-2026-002").title == shown.context["values"]["title"]
