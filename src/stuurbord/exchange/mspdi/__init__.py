"""Microsoft Project XML (MSPDI), read and written without Java."""

from stuurbord.exchange.mspdi.producer import producer_of
from stuurbord.exchange.mspdi.read import is_mspdi, read
from stuurbord.exchange.mspdi.write import write

__all__ = ["is_mspdi", "producer_of", "read", "write"]
