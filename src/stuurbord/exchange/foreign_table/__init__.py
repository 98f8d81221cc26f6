"""Any other Excel or CSV table: opened, mapped onto the workbook's columns once, and read from then on."""

from stuurbord.exchange.foreign_table.apply import apply
from stuurbord.exchange.foreign_table.known import known_for, known_mappings
from stuurbord.exchange.foreign_table.mapping import ColumnMapping, Mapping
from stuurbord.exchange.foreign_table.mapping_toml import from_toml, to_toml
from stuurbord.exchange.foreign_table.suggest import suggest
from stuurbord.exchange.foreign_table.table import Table, open_table, signature

__all__ = [
    "ColumnMapping",
    "Mapping",
    "Table",
    "apply",
    "from_toml",
    "known_for",
    "known_mappings",
    "open_table",
    "signature",
    "suggest",
    "to_toml",
]
