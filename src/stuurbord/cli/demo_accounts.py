"""Who can log in to the demo: fictional people in the roles of a real office."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from stuurbord.errors import N_

KEY: Final = "ASN"
PASSWORD: Final = "sluis-en-stuw-2026"  # noqa: S105 - printed at every start, for fictional people only
DOMAIN: Final = "sluizen-netwerken.example"


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """A fictional person who logs in.

    Attributes
    ----------
    role
        A value of `stuurbord.web.accounts.models.Role`.
    projects
        Where the role holds; without any in the whole portfolio.
    is_everywhere
        The role holds for the whole organisation: an auditor proves the whole log, not a part.
    is_on_board
        Sits on the steering committee, and so reads the whole portfolio besides.
    """

    email: str
    name: str
    role: str
    what: str
    projects: tuple[str, ...] = ()
    is_everywhere: bool = False
    is_on_board: bool = False


# The address is that of the person in the workbook, where there is one: it links account and person.
ACCOUNTS: Final = (
    DemoAccount(
        f"n.vandersteene@{DOMAIN}",
        "N. Vandersteene",
        "portfolio_manager",
        N_("portfolio manager"),
        is_everywhere=True,
    ),
    DemoAccount(
        f"t.callewaert@{DOMAIN}",
        "T. Callewaert",
        "project_manager",
        N_("project manager of P-001"),
        ("P-001",),
    ),
    DemoAccount(
        f"k.debacker@{DOMAIN}",
        "K. De Backer",
        "project_owner",
        N_("project owner of P-001 and P-011"),
        ("P-001", "P-011"),
        is_on_board=True,
    ),
    DemoAccount(
        f"m.hendrickx@{DOMAIN}",
        "M. Hendrickx",
        "project_manager",
        N_("project manager of P-009"),
        ("P-009",),
    ),
    DemoAccount(
        f"g.vanhoof@{DOMAIN}",
        "G. Van Hoof",
        "project_owner",
        N_("project owner of P-002, P-005 and P-014"),
        ("P-002", "P-005", "P-014"),
        is_on_board=True,
    ),
    DemoAccount(
        f"l.goossens@{DOMAIN}",
        "L. Goossens",
        "procurement_lawyer",
        N_("procurement lawyer"),
        is_everywhere=True,
    ),
    DemoAccount(f"c.janssens@{DOMAIN}", "C. Janssens", "reader", N_("chief information security officer")),
    DemoAccount(f"o.desmet@{DOMAIN}", "O. Desmet", "reader", N_("data protection officer")),
    DemoAccount(f"w.bogaert@{DOMAIN}", "W. Bogaert", "controller", N_("controller")),
    DemoAccount(f"auditor@{DOMAIN}", "I. Willems", "auditor", N_("auditor"), is_everywhere=True),
    DemoAccount(
        f"beheerder@{DOMAIN}", "L. Claessens", "administrator", N_("administrator"), is_everywhere=True
    ),
)


def access() -> dict[str, Any]:
    """Return who can log in, for a machine."""
    accounts = [{"email": one.email, "name": one.name, "role": one.role} for one in ACCOUNTS]
    return {"password": PASSWORD, "accounts": accounts}
