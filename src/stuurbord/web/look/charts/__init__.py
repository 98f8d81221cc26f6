"""Charts that answer one question each, drawn here as SVG for the width of their box.

No chart library: the first picture of one took 0,9 s and 84 MB, and none draws labels on the line as
`look.md` of this house wants them (docs/decisions/0022). Colours are classes, so that one drawing serves
light, dark, high contrast and paper.
"""

from stuurbord.web.look.charts.histogram import Histogram
from stuurbord.web.look.charts.marks import Marker
from stuurbord.web.look.charts.spending import EndLabel, Spending
from stuurbord.web.look.charts.tornado import Tornado, TornadoRow

__all__ = ["EndLabel", "Histogram", "Marker", "Spending", "Tornado", "TornadoRow"]
