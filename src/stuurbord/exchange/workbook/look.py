"""How the workbook looks: ink on paper, one dark rule under the header, quiet explanations."""

from __future__ import annotations

from typing import Any, Final

INK: Final = "#14202B"
INK_2: Final = "#42505C"
INK_3: Final = "#586773"
HAIR: Final = "#DDE3E7"
SUNKEN: Final = "#EBEFF1"
ACTION: Final = "#0B5A86"
FONT: Final = "Calibri"

_NUMBER_FORMATS: Final = {
    "euro": "[$€-813] #,##0.00;-[$€-813] #,##0.00",
    "percent": "0\\ %",
    "whole": "0",
    "number": "General",
    "date": "dd/mm/yyyy",
    "moment": "dd/mm/yyyy",
}
_AS_TEXT: Final = ("text", "code", "choice", "yes_no", "duration", "predecessors")


class Look:
    """The formats of one workbook, made once each.

    Parameters
    ----------
    is_protected
        Whether its sheets keep locked cells from being typed over; the cells of records are open then.
    """

    def __init__(self, workbook: Any, is_protected: bool = False) -> None:
        base = {"font_name": FONT, "font_size": 10, "font_color": INK, "valign": "vcenter"}
        row = base | {"bottom": 1, "bottom_color": HAIR}
        open_row = row | {"locked": False} if is_protected else row

        def made(**more: Any) -> Any:
            return workbook.add_format(base | more)

        self.help = made(font_size=8, font_color=INK_3, text_wrap=True, valign="bottom")
        head = {
            "bottom": 2,
            "bottom_color": INK,
            "bg_color": SUNKEN,
            "valign": "vcenter",
            "text_wrap": True,
        }
        self.header = made(font_color=INK_2, **head)
        self.header_required = made(bold=True, **head)
        self.moment = workbook.add_format(row | {"num_format": "dd/mm/yyyy hh:mm", "align": "left"})
        fine = {"num_format": "0.0##\\ %", "align": "right", "indent": 1}
        self.fine_percent = workbook.add_format(open_row | fine)
        self.title = made(font_size=22, bold=True)
        self.lead = made(font_size=11, font_color=INK_2, text_wrap=True)
        self.section = made(font_size=13, bold=True, bottom=2, bottom_color=INK)
        self.section_rest = made(bottom=2, bottom_color=INK)
        self.cell = workbook.add_format(row | {"text_wrap": True})
        self.cell_bold = workbook.add_format(row | {"bold": True, "text_wrap": True})
        self.cell_quiet = workbook.add_format(row | {"font_color": INK_3, "text_wrap": True})
        self.link = workbook.add_format(row | {"font_color": ACTION, "underline": 1, "text_wrap": True})
        self._by_kind = {
            # Text stays text: otherwise Excel makes a date of 1-2 and a number of 1.10.
            kind: workbook.add_format(open_row | {"num_format": "@", "text_wrap": kind == "text"})
            for kind in _AS_TEXT
        }
        for kind, shown in _NUMBER_FORMATS.items():
            align = {"align": "left"} if kind in ("date", "moment") else {"align": "right", "indent": 1}
            self._by_kind[kind] = workbook.add_format(open_row | {"num_format": shown} | align)
        if is_protected:
            self.fixed = workbook.add_format(row | {"num_format": "@", "font_color": INK_3})
            self.fixed_whole = workbook.add_format(row | {"num_format": "0", "font_color": INK_3})
            self.total = made(bold=True, top=1, num_format=_NUMBER_FORMATS["euro"], align="right", indent=1)
            self.total_label = made(bold=True, top=1)

    def of(self, kind: str) -> Any:
        """Return the format of a column's cells."""
        return self._by_kind[kind]
