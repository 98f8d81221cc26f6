"""Mappings of tables that many people have, shipped as data."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from stuurbord.exchange.foreign_table.mapping import Mapping
from stuurbord.exchange.foreign_table.mapping_toml import from_toml
from stuurbord.exchange.foreign_table.table import Table
from stuurbord.exchange.tabular.labels import plain


@cache
def known_mappings() -> dict[str, Mapping]:
    """Return name (``protrack``, ``gip``) → mapping."""
    folder = files("stuurbord.exchange.foreign_table").joinpath("known")
    return {
        one.name.removesuffix(".toml"): from_toml(one.read_text(encoding="utf-8"), one.name)
        for one in sorted(folder.iterdir(), key=lambda entry: entry.name)
        if one.name.endswith(".toml")
    }


def known_for(table: Table) -> Mapping | None:
    """Return the shipped mapping of which this table has every column, if there is one."""
    headers = {plain(header) for header in table.headers}
    for mapping in known_mappings().values():
        wanted = {plain(header) for column in mapping.columns for header in column.headers}
        is_sheet = not mapping.sheet or plain(mapping.sheet) == plain(table.sheet)
        if is_sheet and wanted <= headers:
            return mapping
    return None
