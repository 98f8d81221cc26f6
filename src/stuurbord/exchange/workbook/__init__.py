"""The one Excel workbook that Stuurbord hands out as a template, fills as an export and reads back."""

from stuurbord.exchange.workbook.read import is_ours, read, read_of_project
from stuurbord.exchange.workbook.write import write

__all__ = ["is_ours", "read", "read_of_project", "write"]
