"""The bare network: plain arrays in, everything else refused with its row or its name."""

from __future__ import annotations

import warnings
import zipfile
from io import BytesIO

import numpy as np
import pytest

from stuurbord.errors import FileRefused, UnreadableFile
from stuurbord.exchange import bare_network
from stuurbord.exchange.bare_network import read_bare_network

DAY = 86_400


def saved(**arrays: object) -> bytes:
    """Return an ``.npz`` of arrays."""
    stream = BytesIO()
    np.savez(stream, **{name: np.asarray(one) for name, one in arrays.items()})
    return stream.getvalue()


def two_tasks(**arrays: object) -> bytes:
    """Return a network of two tasks in a row, with other arrays beside or instead."""
    return saved(**{"duration": [2.0, 3.0], "predecessor": [0], "successor": [1]} | arrays)


def codes(data: bytes) -> list[str]:
    """Return the codes of what is wrong with a file."""
    with pytest.raises(UnreadableFile) as refused:
        read_bare_network(data, "net.npz")
    return [one.code for one in refused.value.findings]


def test_durations_are_days_unless_the_file_says_otherwise():
    """Seconds inside; what is not given is certain, in a row, and costs nothing."""
    days = read_bare_network(two_tasks(), "net.npz")
    hours = read_bare_network(two_tasks(unit_seconds=3600, lag=[-1]), "net.npz")

    assert days.duration.tolist() == [2 * DAY, 3 * DAY]
    assert days.low.tolist() == days.likely.tolist() == days.high.tolist() == [2 * DAY, 3 * DAY]
    assert (days.kind.tolist(), days.lag.tolist(), days.cost.tolist()) == ([0], [0], [0.0, 0.0])
    assert hours.duration.tolist() == [7200, 10_800]
    assert hours.lag.tolist() == [-3600]


def test_kinds_and_shapes_are_words_or_numbers():
    """In the order of the documentation."""
    spread = {"low": [1, 1], "likely": [2, 3], "high": [9, 9]}
    words = two_tasks(kind=["sf"], shape=["pert", "LOGNORMAL"], **spread)
    numbers = two_tasks(kind=[3], shape=[0, 3], **spread)

    for data in (words, numbers):
        network = read_bare_network(data, "net.npz")
        assert (network.kind.tolist(), network.shape.tolist()) == ([3], [0, 3])


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (saved(), "network_empty"),
        (saved(duration=[]), "network_empty"),
        (two_tasks(duration=[2.0, float("nan")]), "network_value"),
        (two_tasks(duration=[2.0, float("inf")]), "network_value"),
        (two_tasks(duration=[-1.0, 1.0]), "network_value"),
        (two_tasks(duration=[1e9, 1.0]), "network_value"),
        (two_tasks(low=[3, 1], likely=[2, 2], high=[4, 4]), "network_points"),
        (two_tasks(low=[1.0]), "network_size"),
        (two_tasks(successor=[2]), "network_value"),
        (two_tasks(successor=[0.5]), "network_value"),
        (saved(duration=[1.0], predecessor=[0]), "network_size"),
        (two_tasks(predecessor=[0, 1], successor=[1, 0]), "network_cycle"),
        (two_tasks(kind=["XX"]), "network_value"),
        (two_tasks(shape=[4, 0]), "network_value"),
        (two_tasks(probability=[1.5]), "network_value"),
        (two_tasks(unit_seconds=0), "network_value"),
        (two_tasks(load_task=[0, 0], load_factor=[0, 1], load=[0.9, 0.9]), "network_value"),
        (two_tasks(cost=["a", "b"]), "network_size"),
        (two_tasks(shape=[3, 0], low=[0, 1], likely=[2, 3], high=[9, 9]), "network_lognormal"),
        (two_tasks(shape=[3, 0], low=[1e-320, 1], likely=[2, 3], high=[9, 9]), "network_lognormal"),
        (two_tasks(cost=[2e15, 0]), "network_value"),
        (two_tasks(cost=[-1e308, 1e308]), "network_value"),
        (two_tasks(cost_per_unit=[6e14, 0]), "network_value"),
        (two_tasks(cost_per_unit=[1e300, 0], unit_seconds=1e-300), "network_value"),
        (
            two_tasks(probability=[0.5], impact_event=[0], impact_task=[0], impact_cost=[1e16]),
            "network_value",
        ),
        (two_tasks(duration=[1e300, 1.0]), "network_value"),
        (two_tasks(duration=[1e17, 1.0]), "network_value"),
        (two_tasks(low=[-1e300, 1], likely=[2, 3], high=[1e300, 9]), "network_value"),
        (two_tasks(lag=[1e300]), "network_value"),
        (two_tasks(duration=np.array([1, 2], np.longdouble) * np.longdouble("1e4000")), "network_value"),
        (two_tasks(duration=[True, False]), "network_size"),
        (two_tasks(predecessor=[False]), "network_size"),
        (two_tasks(shape=[True, False]), "network_size"),
    ],
)
def test_what_contradicts_itself_is_told(data, expected):
    """Every finding of the file at once; never NaN inside."""
    assert expected in codes(data)


def test_nothing_is_unpickled(tmp_path):
    """An object in an array is a program in disguise."""
    stream = BytesIO()
    np.savez(stream, duration=np.array([{"a": 1}], object), allow_pickle=True)

    with pytest.raises(FileRefused):
        read_bare_network(stream.getvalue(), "net.npz")


def test_an_archive_that_unpacks_to_too_much_is_refused_before_it_is_unpacked(monkeypatch):
    """By what the archive says of itself, and by the header of each array."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("duration.npy", b"\0" * 2_000_000)
    monkeypatch.setattr(bare_network, "MOST_BYTES", 1_000_000)

    assert codes(packed.getvalue()) == ["network_too_large"]


def test_a_header_that_promises_more_than_there_is_is_refused():
    """A small file must not ask for a large array."""
    grown = BytesIO()
    with zipfile.ZipFile(grown, "w") as archive:
        header = b"{'descr': '<f8', 'fortran_order': False, 'shape': (4000000,), }"
        padded = header + b" " * (117 - len(header)) + b"\n"
        archive.writestr("duration.npy", b"\x93NUMPY\x01\x00" + (118).to_bytes(2, "little") + padded)

    assert codes(grown.getvalue()) == ["network_not_plain"]


def test_a_header_of_a_negative_length_is_refused():
    """As large as the archive says, it is not."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        header = b"{'descr': '<f8', 'fortran_order': False, 'shape': (-5,), }"
        padded = header + b" " * (117 - len(header)) + b"\n"
        archive.writestr("duration.npy", b"\x93NUMPY\x01\x00" + (118).to_bytes(2, "little") + padded)

    assert codes(made.getvalue()) == ["network_not_plain"]


@pytest.mark.parametrize("second", ["duration.npy", "duration"])
def test_an_array_that_is_there_twice_is_told(second):
    """Which of them counts is anybody's guess."""
    one = BytesIO()
    np.save(one, np.array([1.0]))
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it is wrong on purpose
        archive.writestr("duration.npy", one.getvalue())
        archive.writestr(second, one.getvalue())

    assert codes(made.getvalue()) == ["network_twice"]


def test_a_wrong_value_is_told_once():
    """With the array and the row, and nothing that follows from it."""
    data = two_tasks(low=[1, 1], likely=[2, 3], high=[1e300, 9])

    assert codes(data) == ["network_value"]


def test_a_sure_task_may_be_a_lognormal():
    """A milestone takes no time, whatever the shape of all tasks."""
    network = read_bare_network(two_tasks(duration=[0, 3], shape=[3, 3]), "net.npz")

    assert network.low.tolist() == [0, 3 * DAY]


@pytest.mark.parametrize("data", [b"", b"no archive", b"PK\x03\x04" + b"x" * 40])
def test_what_is_no_archive_is_told(data):
    """With the reason."""
    assert codes(data) == ["network_no_archive"]


def test_unknown_arrays_are_left_alone():
    """A file may hold more than we read."""
    assert read_bare_network(two_tasks(remark=["own"]), "net.npz").n_tasks == 2
