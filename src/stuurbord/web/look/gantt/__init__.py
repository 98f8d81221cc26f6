"""The drawing beside a plan's table: a time scale, what stands behind the rows, and one picture per row."""

from stuurbord.web.look.gantt.bars import ROW_HEIGHT, Bar, row_drawing
from stuurbord.web.look.gantt.ground import Closure, Marks, ground, head
from stuurbord.web.look.gantt.timescale import AFTER, ZOOMS, Timescale

__all__ = [
    "AFTER",
    "ROW_HEIGHT",
    "ZOOMS",
    "Bar",
    "Closure",
    "Marks",
    "Timescale",
    "ground",
    "head",
    "row_drawing",
]
