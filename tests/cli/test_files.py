"""Files are written whole or not at all, and found in folders in an order that makes sense."""

from __future__ import annotations

from pathlib import Path

import pytest

from stuurbord.cli.given_file import files_in, read_bytes
from stuurbord.cli.written_file import whole_file, write_whole
from stuurbord.errors import FileRefused, UnreadableFile


def test_a_file_takes_its_place_when_it_is_whole(tmp_path):
    """What was there is replaced at once, and nothing stays behind."""
    target = tmp_path / "pak.pptx"
    target.write_bytes(b"oud")
    write_whole(target, b"nieuw")

    assert target.read_bytes() == b"nieuw"
    assert list(tmp_path.iterdir()) == [target]


def test_a_failure_leaves_what_was_there(tmp_path):
    """Half a file never takes the place of a whole one."""
    target = tmp_path / "pak.pptx"
    target.write_bytes(b"oud")

    def write_half() -> None:
        with whole_file(target) as temporary:
            temporary.write_bytes(b"half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_half()

    assert target.read_bytes() == b"oud"
    assert list(tmp_path.iterdir()) == [target]


def test_a_folder_that_is_not_there_is_named(tmp_path):
    """Not the temporary file, which nobody knows."""
    with pytest.raises(FileNotFoundError) as told:
        write_whole(tmp_path / "nergens" / "pak.pptx", b"x")

    assert told.value.filename == str(tmp_path / "nergens")


def test_a_folder_is_searched_in_order(tmp_path):
    """Hidden files and the lock files of Office are no documents; other kinds are left alone by name."""
    for name in ("b.xml", "A.mpp", ".verborgen.xml", "~$b.xlsx", "leesmij.md", "onder/c.csv", ".git/d.xml"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x")
    found = files_in([tmp_path])

    assert [one.path.name for one in found] == ["A.mpp", "b.xml", "leesmij.md", "c.csv"]
    assert [one.path.name for one in found if one.is_left_alone] == ["leesmij.md"]


def test_a_file_that_is_named_is_tried_whatever_it_is_called(tmp_path):
    """Also when its folder is named as well, and never twice."""
    odd = tmp_path / "plan.dat"
    odd.write_bytes(b"x")
    found = files_in([tmp_path, odd])

    assert [(one.path.name, one.is_left_alone) for one in found] == [("plan.dat", False)]


def test_a_path_that_is_not_there_is_refused(tmp_path):
    """A typing error among many paths should not go by unnoticed."""
    with pytest.raises(UnreadableFile) as told:
        files_in([tmp_path, tmp_path / "nergens.xml"])

    assert told.value.findings[0].code == "no_such_file"


def test_a_large_file_is_refused_before_it_is_read(tmp_path):
    """At most one byte too many is taken into memory."""
    large = tmp_path / "groot.xml"
    large.write_bytes(b"x" * 11)

    assert read_bytes(large, 11) == b"x" * 11
    with pytest.raises(FileRefused):
        read_bytes(large, 10)


def test_a_file_that_does_not_open_says_why(tmp_path, monkeypatch):
    """Such as one that belongs to somebody else."""
    locked = tmp_path / "slot.xml"
    locked.write_bytes(b"x")

    def refuse(*arguments: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(UnreadableFile) as told:
        read_bytes(locked)

    assert told.value.findings[0].code == "cannot_open"
    assert "Permission denied" in told.value.findings[0].message()
