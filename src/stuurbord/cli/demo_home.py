"""Where the demo's files are and where it keeps its data, apart from everybody's own."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import stuurbord
from stuurbord.cli.refusals import CannotContinue
from stuurbord.cli.terminal import Terminal
from stuurbord.errors import N_

PACKAGE: Final = Path(stuurbord.__file__).resolve().parent
TODAY: Final = "2026-11-23"
"""The Monday on which the demo's story stands; without it every date would be long past some day."""


@dataclass(frozen=True, slots=True)
class DemoHome:
    """The demo's files and its own data."""

    files: Path
    home: Path

    @classmethod
    def found(cls, home: Path | None, terminal: Terminal) -> DemoHome:
        """Return the place of the demo in this checkout.

        Raises
        ------
        CannotContinue
            If this is no checkout: an installed package does not carry the demo's files.
        """
        checkout = PACKAGE.parent.parent
        files = checkout / "demo"
        if not (files / "portefeuille.xlsx").is_file() or not any((files / "plannen").glob("*.xml")):
            text = N_(
                "The demo's files are not in {folder}. They come with the source code, not the package."
            )
            raise CannotContinue(terminal.gettext(text).format(folder=files))
        return cls(files, (home or checkout / "var" / "demo").resolve())

    @property
    def sources(self) -> list[Path]:
        """The files that go in: the workbook first, since it names the projects."""
        return [self.files / "portefeuille.xlsx", *sorted((self.files / "plannen").glob("*.xml"))]

    @property
    def registers(self) -> Path:
        """The workbook with the lines of all registers, which goes in after the projects."""
        return self.files / "registers.xlsx"

    @property
    def steering(self) -> Path:
        """What is in no register: methods, goals, scenarios, meetings."""
        return self.files / "sturing.toml"

    @property
    def planning(self) -> Path:
        """What happened at the planning desk: proposals, variants, progress."""
        return self.files / "planning.toml"

    @property
    def procurement(self) -> Path:
        """What happened to the procurements, day by day."""
        return self.files / "aanbestedingen.toml"

    @property
    def is_loaded(self) -> bool:
        """Whether these very files were loaded by this very version."""
        stamp = self.home / "loaded"
        return stamp.is_file() and stamp.read_text(encoding="utf-8") == self._stamp()

    def mark_loaded(self) -> None:
        """Remember what was loaded; written last, so that a load that was cut off is done again."""
        (self.home / "loaded").write_text(self._stamp(), encoding="utf-8")

    def clear(self) -> None:
        """Remove the demo's database; nothing else in the folder is touched."""
        for name in ("loaded", "stuurbord.sqlite3", "stuurbord.sqlite3-wal", "stuurbord.sqlite3-shm"):
            (self.home / name).unlink(missing_ok=True)

    def use(self) -> None:
        """Make this the home of the process and of the servers it starts."""
        self.home.mkdir(parents=True, exist_ok=True)
        os.environ["STUURBORD_HOME"] = str(self.home)
        os.environ["STUURBORD_TODAY"] = TODAY
        os.environ.pop("DATABASE_URL", None)  # a demo never goes into somebody's database

    def _stamp(self) -> str:
        digest = hashlib.sha256(stuurbord.__version__.encode())
        migrations = sorted(PACKAGE.glob("web/*/migrations/*.py"))
        loading = sorted(Path(__file__).parent.glob("demo*.py"))
        registers = [self.registers] if self.registers.is_file() else []
        told = (self.steering, self.planning, self.procurement)
        for source in (*self.sources, *registers, *told, *migrations, *loading):
            digest.update(source.name.encode() + hashlib.sha256(source.read_bytes()).digest())
        return digest.hexdigest()
