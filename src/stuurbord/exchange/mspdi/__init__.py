"""Microsoft Project XML (MSPDI), read and written without Java."""

from stuurbord.exchange.mspdi.read import is_mspdi, read
from stuurbord.exchange.mspdi.write import write

__all__ = ["is_mspdi", "read", "write"]
