"""The progress sheet: open tasks out, what people tell of them back in."""

from stuurbord.exchange.progress_sheet.columns import FORMAT, SCHEMA, SheetRow, ToldRow
from stuurbord.exchange.progress_sheet.read import ReadProgress, read
from stuurbord.exchange.progress_sheet.write import write

__all__ = ["FORMAT", "SCHEMA", "ReadProgress", "SheetRow", "ToldRow", "read", "write"]
