"""The outline of a planning sheet: levels from WBS codes, rows in the order of the tree."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from stuurbord.errors import N_, Finding, Severity
from stuurbord.exchange.workbook.planning_rows import PlanningRow


def outline_levels(rows: list[PlanningRow]) -> list[int]:
    """Return each row's outline level: given, or counted in the WBS code from the shallowest of them."""
    depths = [row.wbs.rstrip(".").count(".") + 1 if row.wbs else 0 for row in rows]
    shallowest = min((depth for depth in depths if depth), default=1)
    return [
        row.level if row.level is not None else max(depth - shallowest + 1, 1)
        for row, depth in zip(rows, depths, strict=True)
    ]


def in_tree_order(rows: list[PlanningRow], findings: list[Finding]) -> list[PlanningRow]:
    """Put rows whose WBS codes say so under their summary; a tree that already stands is left alone."""
    codes = [row.wbs.rstrip(".") for row in rows]
    twice = [code for code, times in Counter(codes).items() if code and times > 1]
    if twice:
        text = N_(
            "WBS code {code} occurs more than once. Excel writes 1.10 as 1.1 unless the column is text."
        )
        where = rows[len(codes) - 1 - codes[::-1].index(twice[0])].where_of("wbs")
        findings.append(Finding("duplicate_wbs", text, where=where, fields={"code": twice[0]}))
    is_numbered = all(re.fullmatch(r"\d+(\.\d+)*", code) for code in codes)
    if twice or not is_numbered or any(row.level is not None for row in rows):
        return rows
    ordered = sorted(rows, key=lambda row: tuple(int(part) for part in row.wbs.rstrip(".").split(".")))
    if [id(row) for row in ordered] != [id(row) for row in rows]:
        text = N_("The rows are put in the order of their WBS codes.")
        where = replace(rows[0].where, cell="")
        findings.append(Finding("rows_reordered", text, Severity.INFO, where))
    return ordered
