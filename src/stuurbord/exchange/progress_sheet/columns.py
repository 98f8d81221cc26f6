"""What the progress sheet holds: columns to read, which are locked, and columns to fill in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from stuurbord.errors import Where
from stuurbord.exchange.workbook.declaration import Column, Sheet

FORMAT: Final = "stuurbord-progress"
SCHEMA: Final = 1
SHARES: Final = (0.0, 0.25, 0.5, 0.75, 1.0)
"""What the list of shares offers; others can be typed."""


def _column(
    name: str, kind: str, labels: tuple[str, str, str], help_: tuple[str, str, str], width: int
) -> Column:
    languages = ("nl", "en", "fr")
    return Column(
        field=name,
        kind=kind,
        labels={code: (label,) for code, label in zip(languages, labels, strict=True)},
        help=dict(zip(languages, help_, strict=True)),
        width=width,
    )


_NONE = ("", "", "")
LOCKED: Final = (
    _column("wbs", "code", ("Nr.", "No.", "N°"), _NONE, 8),
    _column("name", "text", ("Taak", "Task", "Tâche"), _NONE, 44),
    _column("start", "date", ("Begin in het plan", "Start in the plan", "Début au plan"), _NONE, 12),
    _column("finish", "date", ("Einde in het plan", "Finish in the plan", "Fin au plan"), _NONE, 12),
    _column("plan_percent", "percent", ("Gereed in het plan", "Done in the plan", "Fait au plan"), _NONE, 10),
    _column(
        "plan_remaining",
        "number",
        (
            "Werkdagen te gaan, plan",
            "Working days to go, plan",
            "Jours restants, plan",
        ),
        _NONE,
        13,
    ),
)
OPEN: Final = (
    _column(
        "percent",
        "percent",
        ("Gereed", "Done", "Fait"),
        (
            "Hoever is de taak op de peildatum? Kies of typ een percentage.",
            "How far is the task on the status date? Choose or type a percentage.",
            "Où en est la tâche à la date de référence ? Choisissez ou tapez un pourcentage.",
        ),
        10,
    ),
    _column(
        "actual_start",
        "date",
        ("Echt begonnen op", "Really begun on", "Réellement commencée le"),
        ("Niet na de peildatum.", "Not after the status date.", "Pas après la date de référence."),
        14,
    ),
    _column(
        "actual_finish",
        "date",
        ("Echt beëindigd op", "Really finished on", "Réellement terminée le"),
        (
            "Alleen bij 100 %; niet na de peildatum.",
            "Only with 100 %; not after the status date.",
            "Seulement à 100 % ; pas après la date de référence.",
        ),
        14,
    ),
    _column(
        "remaining_days",
        "number",
        ("Werkdagen te gaan", "Working days to go", "Jours ouvrables restants"),
        (
            "Leeg: volgt uit het percentage. Kalenderdagen waar de taak op de klok loopt.",
            "Empty: follows from the percentage. Calendar days where the task lasts by the clock.",
            "Vide : suit du pourcentage. Jours calendrier si la tâche court à l'horloge.",
        ),
        12,
    ),
    _column("remark", "text", ("Opmerking", "Remark", "Remarque"), _NONE, 44),
)
_NAMES = {"nl": ("Voortgang",), "en": ("Progress",), "fr": ("Avancement",)}
PROGRESS: Final = Sheet("progress", _NAMES, {}, (*LOCKED, *OPEN))


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One task as it goes out; days are working days, ``percent`` is a fraction."""

    uid: int
    wbs: str
    name: str
    start: date | None
    finish: date | None
    percent: float
    remaining_days: float


@dataclass(frozen=True, slots=True)
class ToldRow:
    """One task of which a file tells something.

    Attributes
    ----------
    uid
        None where the row names no task.
    revision
        Number of the plan revision it was made from; None where the row names none.
    percent
        Whole percent; None where it is not filled in.
    cells
        Field → where its value stands.
    """

    uid: int | None
    revision: int | None
    name: str
    percent: int | None
    actual_start: date | None
    actual_finish: date | None
    remaining_days: Decimal | None
    remark: str
    where: Where
    cells: Mapping[str, str]
    has_errors: bool
