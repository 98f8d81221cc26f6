"""Every other schedule – .mpp, .mpx, Primavera .xer and P6 XML – read through MPXJ in a process of its own.

Needs the extra ``stuurbord[msproject]``. The Java machine never runs in this process: a file from a stranger
can exhaust or crash only the child.
"""

from stuurbord.exchange.mpxj.child_process import Bounds
from stuurbord.exchange.mpxj.java import is_installed
from stuurbord.exchange.mpxj.plans import read, read_all, read_projects
from stuurbord.exchange.mpxj.write import PrimaveraFormat, Written, write

__all__ = [
    "Bounds",
    "PrimaveraFormat",
    "Written",
    "is_installed",
    "read",
    "read_all",
    "read_projects",
    "write",
]
