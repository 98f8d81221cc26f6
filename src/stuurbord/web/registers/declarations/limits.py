"""How much risk of each category is borne, decided per project or for a whole portfolio."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from stuurbord.web.lists.register import Column, Family, Filter, Register, Section
from stuurbord.web.registers.appetite import appetite_conclusion, appetite_sentence, check_appetite
from stuurbord.web.registers.declarations.usual import NUMBER, PROJECT, USUAL
from stuurbord.web.registers.models import RiskAppetite

APPETITE = Register(
    slug="risicobereidheid",
    title=_("Risk appetite"),
    one=_("Appetite"),
    model=RiskAppetite,
    prefix="RB-",
    columns=(
        NUMBER,
        Column("get_category_display", _("Category"), "choice", "category"),
        PROJECT,
        Column("get_reach_display", _("Holds for"), "choice", "reach"),
        Column("score_limit", _("Limit, P × I"), "number", "score_limit"),
        Column("cost_limit", _("Limit, expected cost"), "euro", "cost_limit"),
        Column("decided_on", _("Decided on"), "date", "decided_on"),
    ),
    facts=(Column("score_limit", _("Limit, P × I"), "number"), Column("cost_limit", _("Limit"), "euro")),
    sections=(
        Section(_("Of what, where"), ("code", "category", "reach")),
        Section(_("How much is borne"), ("score_limit", "cost_limit", "statement", "decided_on")),
    ),
    title_field="statement",
    search=("code", "statement"),
    order=("project__code", "category", "code"),
    filters=(Filter("category", _("Category"), "category"), Filter("reach", _("Holds for"), "reach")),
    empty=_("No appetite written yet. Without one, probability × impact of 15 or more asks for a response."),
    conclusion=appetite_conclusion,
    sentence=appetite_sentence,
    check=check_appetite,
    family=Family.RISK,
    help=USUAL
    | {
        "reach": _("A line for one project goes before the line for the whole portfolio."),
        "score_limit": _("From this product of both classes on, a risk lies above the appetite: 1 to 25."),
        "cost_limit": _("Probability × cost above which a risk lies above the appetite."),
    },
)
