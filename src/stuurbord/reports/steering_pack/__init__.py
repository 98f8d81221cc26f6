"""The steering pack: a native, editable PowerPoint made from one hashed snapshot."""

from stuurbord.reports.steering_pack.assembly import write

__all__ = ["write"]
