"""A file is judged by its content; what cannot be read is told with one code and a clear sentence."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest
from exchange.made_mspdi import project, task

from stuurbord.errors import FileRefused, InvalidPlan, Severity, UnreadableFile
from stuurbord.exchange import mpxj
from stuurbord.exchange.plan_file import DEFAULT, FOR_DATES, Content, content_of, read_plan, read_plan_path

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SMALL = replace(DEFAULT, file_bytes=10_000)


def zipped(*names: str, size: int = 10) -> bytes:
    """Return a zip file with these parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, b"\x00" * size)
    return made.getvalue()


def laughs() -> bytes:
    """Return entities that would grow to gigabytes."""
    lines = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return (
        f'<?xml version="1.0"?><!DOCTYPE Project [<!ENTITY l0 "ha">{lines}]><Project>&l9;</Project>'.encode()
    )


HOSTILE = [
    ("empty", b"", UnreadableFile, "empty_file"),
    ("only white space", b" \r\n\t\n", UnreadableFile, "empty_file"),
    ("only zero bytes", bytes(4096), UnreadableFile, "empty_file"),
    ("too large", project("".join(task(n) for n in range(1, 200))), FileRefused, "file_too_large"),
    ("cut off", project()[:-40], UnreadableFile, "damaged_xml"),
    ("cut off in the first tag", b"<?xml version='1.0'?><Proj", UnreadableFile, "damaged_xml"),
    ("not closed", project().replace(b"</Tasks>", b""), UnreadableFile, "damaged_xml"),
    ("unknown encoding", b'<?xml version="1.0" encoding="x-none"?><Project/>', UnreadableFile, "damaged_xml"),
    ("wrong encoding", project().replace(b"Sluis", b"Slu\xffs"), UnreadableFile, "damaged_xml"),
    (
        "nested too deeply",
        b"<Project>" + b"<a>" * 1000 + b"</a>" * 1000 + b"</Project>",
        UnreadableFile,
        "damaged_xml",
    ),
    ("billion laughs", laughs(), FileRefused, "xml_entities"),
    (
        "external entity",
        b'<!DOCTYPE Project [<!ENTITY f SYSTEM "file:///etc/passwd">]><Project><Name>&f;</Name></Project>',
        FileRefused,
        "xml_external_entity",
    ),
    (
        "parameter entity",
        b'<!DOCTYPE Project [<!ENTITY % f SYSTEM "http://example.org/x.dtd"> %f;]><Project/>',
        FileRefused,
        "xml_external_entity",
    ),
    (
        "document type elsewhere",
        b'<!DOCTYPE Project SYSTEM "http://example.org/x.dtd"><Project/>',
        FileRefused,
        "xml_doctype",
    ),
    (
        "entities in UTF-16",
        laughs().decode().replace('"1.0"', '"1.0" encoding="UTF-16"').encode("utf-16"),
        FileRefused,
        "xml_entities",
    ),
    ("workbook", zipped("[Content_Types].xml", "xl/workbook.xml"), UnreadableFile, "is_workbook"),
    ("old workbook", OLE + bytes(600) + "Workbook".encode("utf-16-le"), UnreadableFile, "is_workbook"),
    ("protected workbook", OLE + "EncryptedPackage".encode("utf-16-le"), UnreadableFile, "is_workbook"),
    ("archive", zipped("plan.mpp"), FileRefused, "is_archive"),
    ("zip bomb", zipped("plan.xml", size=9_000_000), FileRefused, "is_archive"),
    ("gzip", b"\x1f\x8b\x08" + bytes(100), FileRefused, "is_archive"),
    ("7z", b"7z\xbc\xaf\x27\x1c" + bytes(100), FileRefused, "is_archive"),
    ("Primavera file cut off", b"ERMHDR\t18.8\t2026-01-01\r\n%T\tTASK\r\n", UnreadableFile, "incomplete_xer"),
    ("no tasks", project().replace(task().encode(), b""), InvalidPlan, "no_tasks"),
]


@pytest.mark.parametrize(("what", "data", "error", "code"), HOSTILE, ids=[one[0] for one in HOSTILE])
def test_what_is_no_plan_is_refused_with_its_own_code(what, data, error, code):
    """Each with a sentence, an error, and the name of the file."""
    with pytest.raises(error) as caught:
        read_plan(data, "plan.mpp", SMALL)

    finding = caught.value.findings[0]
    assert finding.code == code, what
    assert finding.severity is Severity.ERROR
    assert finding.where.file == "plan.mpp"
    assert finding.message().endswith(".")


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7", b"a;b;c\r\n1;2;3\r\n", b'{"tasks": []}', b"<html><body/></html>", OLE + bytes(100)]
)
def test_other_content_is_unknown_without_the_extra(data, monkeypatch):
    """Nothing is started for it."""
    monkeypatch.setattr(mpxj, "is_installed", lambda: False)

    with pytest.raises(UnreadableFile) as caught:
        read_plan(data, "plan.txt")

    assert caught.value.findings[0].code == "unknown_plan_format"


@pytest.mark.parametrize(
    ("data", "content"),
    [
        (project(), Content.MSPDI),
        (b"\xef\xbb\xbf" + project(), Content.MSPDI),
        (b"\n  <!-- made by hand --><Project><Tasks/></Project>", Content.MSPDI),
        (project().decode().replace("UTF-8", "UTF-16").encode("utf-16"), Content.MSPDI),
        (b'<APIBusinessObjects xmlns="http://xmlns.oracle.com/x"/>', Content.PMXML),
        (b"<planner/>", Content.XML),
        (b"ERMHDR\t8.0", Content.XER),
        (b"MPX,Microsoft Project,4.0,ANSI", Content.MPX),
        (b"MPXJ is a library", Content.OTHER),
        (OLE + bytes(600) + "Props14".encode("utf-16-le") + "Workbook".encode("utf-16-le"), Content.MPP),
        (OLE + bytes(600), Content.OTHER),
        (b"Taak;Duur", Content.OTHER),
    ],
)
def test_content_is_what_the_bytes_are(data, content):
    """Whatever the name says; a plan may hold a workbook inside."""
    assert content_of(data, "plan.bin") is content


def test_a_renamed_plan_is_read_as_what_it_is():
    """And told."""
    reading = read_plan(project(), "sluis.mpp")

    assert reading.reader == "mspdi"
    assert len(reading.plan.tasks) == 1
    assert [(one.code, one.severity) for one in reading.findings] == [("renamed_file", Severity.INFO)]


@pytest.mark.parametrize("file", ["sluis.xml", "SLUIS.XML", "sluis", "sluis.plan"])
def test_a_name_that_promises_nothing_else_is_no_finding(file):
    """Only the endings of known formats promise."""
    assert read_plan(project(), file).findings == ()


def test_every_finding_names_the_file():
    """Those of the plan's own checks too."""
    link = "<PredecessorLink><PredecessorUID>{}</PredecessorUID></PredecessorLink>"
    with pytest.raises(InvalidPlan) as caught:
        read_plan(project(task(1, link.format(2)) + task(2, link.format(1))), "kring.xml")

    assert {one.where.file for one in caught.value.findings} == {"kring.xml"}
    assert "cycle" in {one.code for one in caught.value.findings}


def test_a_large_file_is_refused_before_it_is_read(tmp_path):
    """500 MB that take no room on the disk are never in memory."""
    path = tmp_path / "groot.xml"
    with path.open("wb") as opened:
        opened.truncate(500 << 20)

    with pytest.raises(FileRefused) as caught:
        read_plan_path(path)

    assert caught.value.findings[0].code == "file_too_large"
    assert caught.value.findings[0].message() == "The file is larger than 100 MB; it is refused."


def test_a_plan_on_disk_is_read_under_its_own_name(tmp_path):
    """Findings name the file, not its folder."""
    path = tmp_path / "sluis.mpp"
    path.write_bytes(project())

    assert read_plan_path(path).findings[0].where.file == "sluis.mpp"


def test_a_path_that_is_no_file_is_told(tmp_path):
    """A folder or nothing at all."""
    for path in (tmp_path, tmp_path / "weg.xml"):
        with pytest.raises(UnreadableFile) as caught:
            read_plan_path(path)

        assert caught.value.findings[0].code == "no_such_file"


def test_who_only_wants_the_dates_reads_the_same_plan_without_the_rest():
    """What no column holds is not carried along; every column is the same."""
    data = project(task(1, "<Hyperlink>kaart</Hyperlink>", level=1, name="Baggeren", hours=8))

    whole, for_dates = (read_plan(data, "x.xml", limits).plan for limits in (DEFAULT, FOR_DATES))

    assert whole.kept
    assert not for_dates.kept
    assert replace(whole, kept=b"", kept_format="") == for_dates
