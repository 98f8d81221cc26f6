"""The colours of the pack by meaning. Each is a colour of the theme: a slide never names red, green, blue."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Colour:
    """A theme colour, if wanted made lighter (``tint``) or darker (``shade``), as fractions."""

    scheme: str
    tint: float = 0
    shade: float = 0

    @property
    def xml(self) -> str:
        """The colour as DrawingML."""
        if self.tint:
            change = _luminance("lumMod", 1 - self.tint) + _luminance("lumOff", self.tint)
        else:
            change = _luminance("lumMod", 1 - self.shade) if self.shade else ""
        return f'<a:schemeClr val="{self.scheme}">{change}</a:schemeClr>'

    @property
    def fill_xml(self) -> str:
        """The colour as a fill."""
        return f"<a:solidFill>{self.xml}</a:solidFill>"


def _luminance(name: str, fraction: float) -> str:
    return f'<a:{name} val="{round(fraction * 100_000)}"/>'


INK = Colour("tx1")
PAPER = Colour("bg1")
HEADING = Colour("tx2")
TILE = Colour("bg2")
ACTION = Colour("accent1")
BETTER = Colour("accent2")
ADJUST = Colour("accent3")
WORSE = Colour("accent4")
CONTEXT = Colour("accent5")
FORECAST = Colour("accent6")

SECONDARY = Colour("accent5", shade=0.35)
"""Text that stands back: still 5 to 1 on paper."""
HAIR = Colour("accent5", tint=0.55)
TOLERANCE = Colour("accent5", tint=0.70)
ADJUST_TEXT = Colour("accent3", shade=0.42)
ADJUST_SOFT = Colour("accent3", tint=0.72)
WORSE_SOFT = Colour("accent4", tint=0.68)
