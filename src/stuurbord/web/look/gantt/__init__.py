"""The drawing beside a plan's table: a time scale, what stands behind the rows, and one picture per row."""

from stuurbord.web.look.gantt.bars import ROW_HEIGHT, Bar, row_drawing
from stuurbord.web.look.gantt.before_after import BeforeAfter, before_after_drawing
from stuurbord.web.look.gantt.ground import Closure, Marks, ground, head
from stuurbord.web.look.gantt.timescale import AFTER, ZOOMS, Timescale

__all__ = [
    "AFTER",
    "ROW_HEIGHT",
    "ZOOMS",
    "Bar",
    "BeforeAfter",
    "Closure",
    "Marks",
    "Timescale",
    "before_after_drawing",
    "ground",
    "head",
    "row_drawing",
]
