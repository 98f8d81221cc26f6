"""A bare network in a NumPy ``.npz``: durations, three points and dependencies, and nothing else.

So that a rival and we can be fed the same. The format stands in ``docs/formats/bare-network.md``. The file
is hostile until proven otherwise: nothing is unpickled, and no array is made before its header has told
its kind and size.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import IO, Any, Final

import numpy as np
from numpy.typing import NDArray

from stuurbord.engine.schedule_risk.bare import BareNetwork, order_of
from stuurbord.errors import N_, FileRefused, Finding, Severity, UnreadableFile, Where
from stuurbord.plan.model import Floats, Integers

MOST_ROWS: Final = 5_000_000
"""Tasks or dependencies of one network."""
MOST_BYTES: Final = 1 << 30
"""Of all arrays together, unpacked."""
_MOST_ARRAYS: Final = 32
_MOST_TEXT: Final = 400
_MOST_SECONDS: Final = 2**30
"""What the simulation can count to: 34 years."""
_MOST_EURO: Final = 1e15
"""Beyond this a sum of costs loses its cents, and its square its meaning."""
_MOST_NUMBER: Final = 1e18
"""No column means anything larger; arithmetic with what is below never overflows."""
_LEAST: Final = 1e-6
"""Seconds of a unit, or of the P10 of a lognormal: less is nothing."""
_DAY: Final = 86_400.0
_MOST_NAMED: Final = 20
_LOGNORMAL: Final = 3
_KINDS: Final = ("FS", "SS", "FF", "SF")
"""In the order of `BareNetwork.kind`."""
_SHAPES: Final = ("PERT", "TRIANGULAR", "UNIFORM", "LOGNORMAL")
"""In the order of `stuurbord.plan.uncertainty.Shape`."""
_OF_TASKS: Final = ("duration", "low", "likely", "high", "shape", "cost", "cost_per_unit")
_OF_LINKS: Final = ("predecessor", "successor", "kind", "lag")
_OF_CAUSES: Final = ("load_task", "load_factor", "load")
_OF_RISKS: Final = ("probability",)
_OF_IMPACTS: Final = (
    "impact_event",
    "impact_task",
    "impact_low",
    "impact_likely",
    "impact_high",
    "impact_cost",
)
_KNOWN: Final = (*_OF_TASKS, *_OF_LINKS, *_OF_CAUSES, *_OF_RISKS, *_OF_IMPACTS, "unit_seconds")
_MOST_FACTORS: Final = 1000


def read_bare_network(data: bytes, file: str) -> BareNetwork:
    """Read a network from the bytes of an ``.npz``.

    Raises
    ------
    FileRefused
        If it is larger than what is read, or holds anything but plain arrays.
    UnreadableFile
        If it is no such file, or its values contradict each other; carries every finding.
    """
    reading = _Reading(_arrays(data, file), file)
    network = reading.network()
    if network is None or reading.findings:
        raise UnreadableFile(*reading.findings)
    return network


def _arrays(data: bytes, file: str) -> dict[str, NDArray[Any]]:
    """Return the arrays that the format knows; others are left alone."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
            if len(members) > _MOST_ARRAYS or sum(one.file_size for one in members) > MOST_BYTES:
                raise FileRefused(_too_large(file))
            known = [(one.filename.removesuffix(".npy"), one) for one in members]
            known = [(name, one) for name, one in known if name in _KNOWN]
            _check_names([name for name, _ in known], file)
            return {name: _array(archive.open(one), one.file_size, name, file) for name, one in known}
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        text = N_("The file is no NumPy archive (.npz): {reason}.")
        fields = {"reason": str(error).rstrip(".")}
        raise UnreadableFile(
            Finding("network_no_archive", text, Severity.ERROR, Where(file), fields)
        ) from error


def _check_names(names: list[str], file: str) -> None:
    """Refuse an archive that holds one array twice: which of them counts is anybody's guess."""
    if twice := sorted({name for name in names if names.count(name) > 1}):
        text = N_("The archive holds array “{name}” more than once; keep one of them.")
        fields = {"name": twice[0]}
        raise UnreadableFile(Finding("network_twice", text, Severity.ERROR, Where(file), fields))


def _array(stream: IO[bytes], n_bytes: int, name: str, file: str) -> NDArray[Any]:
    """Read one array, after its header said that it is plain and as large as the archive says."""
    with stream:
        try:
            shape, dtype = _header(stream)
            count = shape[0] if shape else 1
            is_plain = dtype.kind in "biufU" and len(shape) <= 1 and dtype.itemsize <= 4 * _MOST_TEXT
            if not is_plain or not 0 <= count <= MOST_ROWS or count * dtype.itemsize > n_bytes:
                raise FileRefused(_not_plain(name, file))
            content = stream.read(count * dtype.itemsize)
            return np.frombuffer(content, dtype).reshape(shape)
        except (ValueError, SyntaxError, zipfile.zlib.error) as error:  # type: ignore[attr-defined]
            raise FileRefused(_not_plain(name, file)) from error


def _header(stream: IO[bytes]) -> tuple[tuple[int, ...], np.dtype[Any]]:
    version = np.lib.format.read_magic(stream)
    readers: dict[Any, Callable[..., Any]] = {
        (1, 0): np.lib.format.read_array_header_1_0,
        (2, 0): np.lib.format.read_array_header_2_0,
    }
    if version not in readers:
        raise ValueError(f"version {version}")
    shape, _is_fortran, dtype = readers[version](stream)
    return shape, dtype


def _too_large(file: str) -> Finding:
    text = N_("The network unpacks to more than {limit} MB or holds too many arrays; it is refused.")
    return Finding("network_too_large", text, Severity.ERROR, Where(file), {"limit": MOST_BYTES >> 20})


def _not_plain(name: str, file: str) -> Finding:
    text = N_("Array “{name}” is no plain row of at most {most} numbers or short texts; the file is refused.")
    fields = {"name": name, "most": MOST_ROWS}
    return Finding("network_not_plain", text, Severity.ERROR, Where(file), fields)


class _Reading:
    """The arrays of one file on their way to a network, with what is wrong with them."""

    def __init__(self, arrays: dict[str, NDArray[Any]], file: str) -> None:
        self.arrays, self.file = arrays, file
        self.findings: list[Finding] = []
        self.told: set[tuple[str, int]] = set()
        self.unit = self._unit()

    def network(self) -> BareNetwork | None:
        """Return the network, or None if there are no tasks; `findings` tells what is wrong with it."""
        n_tasks = self._length("duration")
        if not n_tasks:
            text = N_("The network has no tasks: array “duration” is missing or empty.")
            self.findings.append(Finding("network_empty", text, Severity.ERROR, Where(self.file)))
            return None
        made = self._made(n_tasks)
        self._check_points(made.low, made.likely, made.high, ("low", "likely", "high"))
        impacts = made.impact_low, made.impact_likely, made.impact_high
        self._check_points(*impacts, ("impact_low", "impact_likely", "impact_high"))
        self._check_lognormals(made)
        self._check_loads(made)
        if not self.findings:
            self._check_order(made)
        return made

    def _made(self, n_tasks: int) -> BareNetwork:
        n_links, n_loads = self._length("predecessor"), self._length("load_task")
        n_risks, n_impacts = self._length("probability"), self._length("impact_event")
        duration = self._seconds("duration", n_tasks, 0.0)
        self._tell_rows("duration", duration < 0)
        low = self._seconds("low", n_tasks, duration)
        self._tell_rows("low", low < 0)
        high = self._seconds("high", n_tasks, duration)
        probability = self._numbers("probability", n_risks)
        self._tell_rows("probability", (probability < 0) | (probability > 1))
        impact_likely = self._seconds("impact_likely", n_impacts, 0.0)
        return BareNetwork(
            duration=np.rint(duration).astype(np.int64),
            low=low,
            likely=self._seconds("likely", n_tasks, duration),
            high=high,
            shape=self._codes("shape", n_tasks, _SHAPES).astype(np.int8),
            predecessor=self._positions("predecessor", n_links, n_tasks),
            successor=self._positions("successor", n_links, n_tasks),
            kind=self._codes("kind", n_links, _KINDS),
            lag=np.rint(self._seconds("lag", n_links, 0.0)).astype(np.int64),
            cost=self._euro("cost", n_tasks),
            cost_per_second=self._euro_per_second(np.maximum(duration, high)),
            load_task=self._positions("load_task", n_loads, n_tasks),
            load_factor=self._positions("load_factor", n_loads, _MOST_FACTORS),
            load=self._numbers("load", n_loads),
            probability=probability,
            impact_event=self._positions("impact_event", n_impacts, n_risks),
            impact_task=self._positions("impact_task", n_impacts, n_tasks),
            impact_low=self._seconds("impact_low", n_impacts, impact_likely),
            impact_likely=impact_likely,
            impact_high=self._seconds("impact_high", n_impacts, impact_likely),
            impact_cost=self._euro("impact_cost", n_impacts),
        )

    def _length(self, name: str) -> int:
        return int(self.arrays[name].size) if name in self.arrays else 0

    def _unit(self) -> float:
        given = self.arrays.get("unit_seconds")
        if given is None:
            return _DAY
        seconds = float(given.ravel()[0]) if given.size == 1 and given.dtype.kind in "iuf" else 0.0
        if _LEAST <= seconds < _MOST_SECONDS:
            return seconds
        self._tell("unit_seconds", 0)
        return _DAY

    def _seconds(self, name: str, count: int, default: float | Floats) -> Floats:
        if name not in self.arrays:
            return np.broadcast_to(np.asarray(default, np.float64), count).copy()
        found: Floats = self._numbers(name, count) * self.unit
        self._tell_rows(name, np.abs(found) >= _MOST_SECONDS)
        return np.clip(found, -_MOST_SECONDS, _MOST_SECONDS)

    def _euro(self, name: str, count: int) -> Floats:
        """Return a column of amounts; one beyond any budget is told."""
        found = self._numbers(name, count)
        self._tell_rows(name, np.abs(found) > _MOST_EURO)
        return found

    def _euro_per_second(self, longest: Floats) -> Floats:
        """Return what the tasks cost per second; ``longest`` are the seconds they may last."""
        per_unit = self._euro("cost_per_unit", len(longest))
        self._tell_rows("cost_per_unit", np.abs(per_unit) * (longest / self.unit) > _MOST_EURO)
        return per_unit / self.unit

    def _numbers(self, name: str, count: int) -> Floats:
        """Return a column of numbers; what is none, or beyond all meaning, is told."""
        given = self.arrays.get(name)
        if given is None:
            return np.zeros(count)
        if given.dtype.kind not in "iuf" or given.size != count:
            self._tell_size(name, count)
            return np.zeros(count)
        with np.errstate(over="ignore"):  # a long double may not fit; it becomes infinite, and is told
            found = given.ravel().astype(np.float64)
        is_wrong = ~(np.abs(found) <= _MOST_NUMBER)
        self._tell_rows(name, is_wrong)
        return np.clip(np.where(np.isnan(found), 0.0, found), -_MOST_NUMBER, _MOST_NUMBER)

    def _positions(self, name: str, count: int, below: int) -> Integers:
        """Return a column of positions in another array."""
        if count and name not in self.arrays:
            self._tell_size(name, count)
        found = self._numbers(name, count)
        is_wrong = (found < 0) | (found >= below) | (found != np.floor(found))
        self._tell_rows(name, is_wrong)
        return np.where(is_wrong, 0, found).astype(np.int64)

    def _codes(self, name: str, count: int, words: tuple[str, ...]) -> Integers:
        """Return positions in a list of words, given as the words or as their numbers."""
        given = self.arrays.get(name)
        if given is None:
            return np.zeros(count, np.int64)
        if given.dtype.kind not in "iuU" or given.size != count:
            self._tell_size(name, count)
            return np.zeros(count, np.int64)
        if given.dtype.kind == "U":
            upper, found = np.char.upper(given.ravel()), np.full(count, -1, np.int64)
            for code, word in enumerate(words):
                found[upper == word] = code
        else:
            found = given.ravel().astype(np.int64)
        is_wrong = (found < 0) | (found >= len(words))
        self._tell_rows(name, is_wrong)
        return np.where(is_wrong, 0, found)

    def _check_points(self, low: Floats, likely: Floats, high: Floats, names: tuple[str, str, str]) -> None:
        text = N_("Row {row}: {low} ≤ {likely} ≤ {high} does not hold: {points}.")
        for row in _first(~((low <= likely) & (likely <= high))):
            points = ", ".join(f"{column[row] / self.unit:g}" for column in (low, likely, high))
            fields = dict(zip(("low", "likely", "high"), names, strict=True)) | {"row": row, "points": points}
            where = Where(self.file)
            self.findings.append(Finding("network_points", text, Severity.ERROR, where, fields))

    def _check_lognormals(self, made: BareNetwork) -> None:
        text = N_("Row {row}: the points of a lognormal must be above 0; its low is {low}.")
        for row in _first((made.shape == _LOGNORMAL) & (made.low < made.high) & (made.low < _LEAST)):
            fields = {"row": row, "low": f"{made.low[row] / self.unit:g}"}
            finding = Finding("network_lognormal", text, Severity.ERROR, Where(self.file), fields)
            self.findings.append(finding)

    def _check_loads(self, made: BareNetwork) -> None:
        squares = np.bincount(made.load_task, made.load**2, made.n_tasks)
        self._tell_rows("load", squares[made.load_task] > 1 + 1e-9)

    def _check_order(self, made: BareNetwork) -> None:
        try:
            order_of(made)
        except ValueError:
            text = N_("Tasks of the network wait for each other in a circle.")
            self.findings.append(Finding("network_cycle", text, Severity.ERROR, Where(self.file)))

    def _tell_rows(self, name: str, is_wrong: NDArray[np.bool_]) -> None:
        for row in _first(is_wrong):
            self._tell(name, row)

    def _tell(self, name: str, row: int) -> None:
        """Tell of a value, once."""
        if (name, row) in self.told:
            return
        self.told.add((name, row))
        text = N_("Array “{name}”, row {row}: the value is not possible.")
        where, fields = Where(self.file), {"name": name, "row": row}
        self.findings.append(Finding("network_value", text, Severity.ERROR, where, fields))

    def _tell_size(self, name: str, count: int) -> None:
        text = N_("Array “{name}” must hold {count} values of its kind.")
        fields = {"name": name, "count": count}
        self.findings.append(Finding("network_size", text, Severity.ERROR, Where(self.file), fields))


def _first(is_wrong: NDArray[np.bool_]) -> Iterator[int]:
    """Yield the first wrong rows: who gave a million of them needs no million lines."""
    yield from (int(row) for row in is_wrong.nonzero()[0][:_MOST_NAMED])
