"""The table of roles that an administrator reads is the one the product asks."""

from __future__ import annotations

import re

from docs.pages import MANUAL, sections

from stuurbord.web.accounts.models import Role
from stuurbord.web.accounts.permissions import ROLE_PERMISSIONS, Permission

COLUMNS = (
    Role.READER,
    Role.PROJECT_MANAGER,
    Role.PROJECT_OWNER,
    Role.CONTROLLER,
    Role.PORTFOLIO_MANAGER,
    Role.PROCUREMENT_LAWYER,
    Role.AUDITOR,
    Role.ADMINISTRATOR,
)
ROWS = {
    "bekijken": Permission.VIEW,
    "registerlijnen bewerken": Permission.EDIT_REGISTER,
    "begrotingslijnen bewerken": Permission.EDIT_BUDGET,
    "uitgaven goedkeuren": Permission.APPROVE_SPENDING,
    "over poorten, afwijkingen en wijzigingen beslissen": Permission.DECIDE,
    "een planning invoeren": Permission.IMPORT_PLAN,
    "een portefeuille invoeren": Permission.IMPORT_PORTFOLIO,
    "momentopname en pakket maken": Permission.MAKE_PACK,
    "een project starten": Permission.CREATE_PROJECT,
    "de portefeuille sturen": Permission.STEER_PORTFOLIO,
    "over overheidsopdrachten adviseren": Permission.ADVISE_PROCUREMENT,
    "offertes inzien vóór de gunning": Permission.VIEW_TENDERS,
    "methodes en regels wijzigen": Permission.MANAGE_METHODS,
    "logboek bekijken": Permission.VIEW_AUDIT,
    "webhooks beheren": Permission.MANAGE_WEBHOOKS,
    "zien wie welke rol heeft": Permission.VIEW_ACCESS,
    "accounts en rollen geven": Permission.MANAGE_ACCESS,
    "een portefeuille maken": Permission.CREATE_PORTFOLIO,
}


def told() -> dict[str, list[str]]:
    """Return right → one cell per role."""
    table = sections(MANUAL / "beheerder.md", 3)["Rollen"]
    rows = [row.strip("|").split("|") for row in re.findall(r"^\|.*\|$", table, re.MULTILINE)[2:]]
    return {cells[0].strip(): [cell.strip() for cell in cells[1:]] for cells in rows}


def test_the_table_has_every_right_and_no_other() -> None:
    """A new permission is a new row."""
    assert told().keys() == ROWS.keys()
    assert set(ROWS.values()) == set(Permission)


def test_each_cell_says_what_the_role_allows() -> None:
    """A dash is no; anything else is yes, with its condition."""
    allowed = {
        name: [permission in ROLE_PERMISSIONS[role] for role in COLUMNS] for name, permission in ROWS.items()
    }

    assert {name: [cell != "–" for cell in cells] for name, cells in told().items()} == allowed
    assert set(COLUMNS) == set(Role)
