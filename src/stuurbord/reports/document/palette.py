"""The colours of a document on paper: ink for importance, colour for meaning."""

INK = "#14202b"
INK_2 = "#42505c"
INK_3 = "#586773"
HAIR = "#dde3e7"
LINE = "#b9c3cb"
TITLE = "#0a3550"
ACTION = "#0b5a86"
TILE = "#eef2f5"
OK = "#1d6a44"
WARN = "#8a5200"
WARN_MARK = "#b86e00"
BAD = "#b0251d"
BAND = "#a9cbde"
BEFORE = "#7c8994"

STATUS_COLOURS = {"on_track": OK, "adjust": WARN, "intervene": BAD}
"""Colour of the word; anything else is `INK_3`, as unknown is not green."""
STATUS_SIGNS = {"on_track": "●", "adjust": "▲", "intervene": "■"}
"""Where a shape cannot be drawn; anything else is ``○``."""
FONTS = ("Carlito", "Calibri", "Noto Sans", "Liberation Sans", "DejaVu Sans", "Libertinus Serif")
"""In order of preference; the last comes with the typesetter, so that a document can always be made."""
