"""How the workbook looks: ink on paper, one dark rule under the header, colour for status alone."""

from __future__ import annotations

from typing import Any, Final

INK: Final = "#14202B"
INK_2: Final = "#42505C"
INK_3: Final = "#586773"
HAIR: Final = "#DDE3E7"
SUNKEN: Final = "#EBEFF1"
ACTION: Final = "#0B5A86"
STATUS_COLOURS: Final = {
    "on_track": "#1D6A44",
    "adjust": "#8A5200",
    "intervene": "#B0251D",
    "undetermined": INK_3,
}
FONT: Final = "Calibri"

_LOCALE: Final = {"nl": "[$-813]", "fr": "[$-80C]", "en": "[$-809]"}
# Without a locale in the format the separators follow whatever machine opens the file.
_FORMATS: Final = {
    "text": "@",
    "status": "@",
    "day": "dd/mm/yyyy",
    "month": "mmm yyyy",
    "year": "0",
    "whole": "#,##0",
    "signed_days": '+#,##0;"−"#,##0;0',
    "euro": '#,##0;"−"#,##0;0',
    "signed_euro": '+#,##0;"−"#,##0;0',
    "percent": '0"\N{NO-BREAK SPACE}"%',
    "fine_percent": '0.0"\N{NO-BREAK SPACE}"%',
    "signed_percent": '+0.0"\N{NO-BREAK SPACE}"%;"−"0.0"\N{NO-BREAK SPACE}"%;0.0"\N{NO-BREAK SPACE}"%',
    "ratio": "0.00",
}
_LEFT: Final = ("text", "status", "day", "month", "year")


class Look:
    """The formats of one workbook, made once each."""

    def __init__(self, workbook: Any, language: str) -> None:
        base = {"font_name": FONT, "font_size": 10, "font_color": INK, "valign": "vcenter"}
        line = base | {"bottom": 1, "bottom_color": HAIR}
        total = base | {"bold": True, "top": 2, "top_color": INK}

        def made(**more: Any) -> Any:
            return workbook.add_format(base | more)

        self.title = made(font_size=16, bold=True, valign="vcenter")
        self.lead = made(font_size=12, font_color=INK_2)
        self.note = made(font_size=9, font_color=INK_3, valign="vcenter")
        self.section = made(font_size=12, bold=True, bottom=2, bottom_color=INK)
        self.quiet = workbook.add_format(line | {"font_color": INK_3, "text_wrap": True})
        self.link = workbook.add_format(line | {"font_color": ACTION, "underline": 1})
        self.empty = made(font_color=INK_3, italic=True)
        head = {"bold": True, "font_color": INK_2, "bg_color": SUNKEN, "bottom": 1, "bottom_color": INK}
        self._head = {
            align: made(**head | _aligned(align) | {"valign": "bottom", "text_wrap": True})
            for align in ("left", "right")
        }
        self._cell: dict[tuple[str, bool], Any] = {}
        self._total: dict[str, Any] = {}
        for kind, shown in _FORMATS.items():
            number = {"num_format": _localised(shown, language)} | _aligned(alignment(kind))
            more = {"text": {"text_wrap": True}, "status": {"bold": True}}.get(kind, {})
            for is_tall, valign in ((False, "vcenter"), (True, "top")):
                self._cell[kind, is_tall] = workbook.add_format(line | number | more | {"valign": valign})
            self._total[kind] = workbook.add_format(total | number)
        self.status = {
            value: workbook.add_format({"font_color": colour}) for value, colour in STATUS_COLOURS.items()
        }
        self.threshold = made(num_format=_localised(_FORMATS["percent"], language), align="left")
        self.legend = {
            value: workbook.add_format(line | {"font_color": colour, "bold": True})
            for value, colour in STATUS_COLOURS.items()
        }
        self.beyond = workbook.add_format({"font_color": STATUS_COLOURS["intervene"], "bold": True})

    def cell(self, kind: str, is_tall: bool = False) -> Any:
        """Return the format of a column's cells; in a row of several lines all start at the top."""
        return self._cell[kind, is_tall]

    def head(self, kind: str) -> Any:
        """Return the format of a column's heading: it stands above its figures."""
        return self._head[alignment(kind)]

    def total(self, kind: str) -> Any:
        """Return the format of a column's total."""
        return self._total[kind]


def alignment(kind: str) -> str:
    """Return where a column's values stand: figures right, all else left."""
    return "left" if kind in _LEFT else "right"


def _aligned(align: str) -> dict[str, Any]:
    """Cells keep some distance from their neighbours."""
    return {"align": align, "indent": 1}


def _localised(shown: str, language: str) -> str:
    """Return a number format of which each section names its locale; text stays text."""
    if shown == "@":
        return shown
    return ";".join(_LOCALE[language] + section for section in shown.split(";"))
