"""The eleven layouts of the template: which placeholder stands where, by name.

The names are what a customer's own template is recognised by; they are part of the template, not of the
program's wording, and stay Dutch in every language.
"""

from __future__ import annotations

from dataclasses import dataclass

from stuurbord.reports.steering_pack.measures import (
    CONTENT_TOP,
    FOOT_H,
    FOOT_Y,
    FULL,
    MARGIN,
    RUBRIC,
    SOURCE,
    TITLE,
    Box,
    columns,
)


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A placeholder of a layout; ``kind`` as PresentationML has it."""

    name: str
    kind: str
    idx: int
    box: Box


@dataclass(frozen=True, slots=True)
class Layout:
    """A layout with the placeholders in reading order."""

    name: str
    placeholders: tuple[Placeholder, ...]
    has_frame: bool = True
    """Shows what the master draws: the rule above the foot."""


TITLE_NAME, RUBRIC_NAME, SOURCE_NAME = "Titel", "Rubriek", "Bron"
FOOTER_NAME, DATE_NAME, NUMBER_NAME = "Voettekst", "Peildatum", "Paginanummer"
RUBRIC_IDX, SOURCE_IDX, FOOTER_IDX, DATE_IDX, NUMBER_IDX = 10, 11, 20, 21, 22

_FOOT = (
    Placeholder(FOOTER_NAME, "ftr", FOOTER_IDX, Box(MARGIN, FOOT_Y, 7.4, FOOT_H)),
    Placeholder(DATE_NAME, "dt", DATE_IDX, Box(7.9, FOOT_Y, 3.9, FOOT_H)),
    Placeholder(NUMBER_NAME, "sldNum", NUMBER_IDX, Box(MARGIN + FULL - 0.7, FOOT_Y, 0.7, FOOT_H)),
)


def _layout(name: str, *own: Placeholder) -> Layout:
    frame = (
        Placeholder(TITLE_NAME, "title", 0, TITLE),
        Placeholder(RUBRIC_NAME, "body", RUBRIC_IDX, RUBRIC),
    )
    return Layout(name, (*frame, *own, Placeholder(SOURCE_NAME, "body", SOURCE_IDX, SOURCE), *_FOOT))


LAYOUTS = (
    Layout(
        "SB 01 Titelblad",
        (
            Placeholder(TITLE_NAME, "title", 0, Box(0.7, 1.05, 10.8, 1.15)),
            Placeholder("Ondertitel", "body", 30, Box(0.7, 2.26, 10.8, 0.84)),
            Placeholder("Agenda", "tbl", 31, Box(0.7, 3.52, 8.2, 2.7)),
            Placeholder("Gegevens", "body", 32, Box(9.86, 3.58, 2.97, 2.9)),
        ),
        has_frame=False,
    ),
    _layout(
        "SB 02 Samenvatting",
        Placeholder("Boodschappen", "tbl", 30, columns(1, 7, 3.38, 3.3)),
        Placeholder("Vragen", "body", 31, columns(8, 5, 3.08, 3.6)),
    ),
    _layout("SB 03 Beslissingen", Placeholder("Tabel", "tbl", 30, columns(1, 12))),
    _layout("SB 04 Tabel", Placeholder("Tabel", "tbl", 30, columns(1, 12))),
    _layout(
        "SB 05 Tabel en duiding",
        Placeholder("Tabel", "tbl", 30, columns(1, 8)),
        Placeholder("Duiding", "body", 31, columns(9, 4)),
    ),
    _layout(
        "SB 06 Grafiek en duiding",
        Placeholder("Grafiek", "chart", 30, columns(1, 8)),
        Placeholder("Duiding", "body", 31, columns(9, 4)),
    ),
    _layout(
        "SB 07 Twee grafieken",
        Placeholder("Grafiek links", "chart", 30, columns(1, 6, 1.84, 3.05)),
        Placeholder("Grafiek rechts", "chart", 31, columns(7, 6, 1.84, 3.05)),
        Placeholder("Tabel", "tbl", 32, columns(1, 8, 5.06, 1.62)),
        Placeholder("Duiding", "body", 33, columns(9, 4, 5.0, 1.7)),
    ),
    _layout(
        "SB 08 Matrix en tabel",
        Placeholder("Matrix", "tbl", 30, columns(1, 5, 1.84, 3.9)),
        Placeholder("Tabel", "tbl", 31, columns(6, 7, 1.84, 4.2)),
    ),
    _layout(
        "SB 09 Projectfiche",
        Placeholder("Grafiek", "chart", 30, Box(MARGIN, 2.92, 5.1, 2.56)),
        Placeholder("Toleranties", "tbl", 31, Box(5.80, 2.64, 7.03, 1.42)),
        Placeholder("Risico's", "tbl", 32, Box(5.80, 4.06, 7.03, 1.46)),
        Placeholder("Voortgang", "body", 33, Box(MARGIN, 5.52, 5.1, 1.22)),
        Placeholder("Poort", "body", 34, Box(5.80, 5.62, 3.435, 1.10)),
        Placeholder("Gevraagd", "body", 35, Box(9.395, 5.62, 3.435, 1.10)),
    ),
    _layout(
        "SB 10 Bijlage",
        Placeholder("Tekst links", "body", 30, columns(1, 6)),
        Placeholder("Tekst rechts", "body", 31, columns(7, 6)),
    ),
    _layout("SB 11 Vrij", Placeholder("Inhoud", "body", 30, columns(1, 12, CONTENT_TOP))),
)
