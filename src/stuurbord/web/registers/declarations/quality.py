"""Products, the conditions under which they are accepted, who reviewed them and what that found."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from stuurbord.web.lists.register import Column, Family, Filter, Register, Section, View
from stuurbord.web.lists.states import StateMachine, Transition, from_each
from stuurbord.web.registers.checks import check_finding, check_product, check_review
from stuurbord.web.registers.conclusions import overdue
from stuurbord.web.registers.declarations.usual import (
    DUE,
    MINE,
    NUMBER,
    OF_OWNER,
    OF_STATE,
    OVERDUE,
    OWNER,
    PROJECT,
    STATE,
    USUAL,
    WITH_OWNER,
    ask_owner,
)
from stuurbord.web.registers.guards import known
from stuurbord.web.registers.models import AcceptanceCriterion, Product, QualityFinding, QualityReview
from stuurbord.web.registers.telling import counted

PRODUCT_STATES = StateMachine(
    "described",
    (
        *from_each(("described", "ready"), "in_progress", "I"),
        *from_each(("described", "in_progress"), "ready", "K", guard=known("quality_criteria")),
        Transition("ready", "accepted", "A", guard=known("approver", "ready_on")),
        *from_each(("described", "in_progress", "ready"), "dropped", "V"),
        *from_each(("accepted", "dropped"), "in_progress", "H"),
        Transition("in_progress", "described"),
    ),
)
CRITERION_STATES = StateMachine(
    "open",
    (
        *from_each(("open", "not_met"), "met", "V", guard=known("tested_on")),
        *from_each(("open", "met"), "not_met", "N", guard=known("tested_on")),
        *from_each(("open", "not_met"), "waived", "L", guard=known("proof")),
        *from_each(("met", "not_met", "waived"), "open", "H"),
    ),
)
REVIEW_STATES = StateMachine(
    "planned",
    (
        Transition("planned", "held", "G", guard=known("held_on", "verdict")),
        Transition("planned", "dropped", "V"),
        *from_each(("held", "dropped"), "planned", "H"),
    ),
)
FINDING_STATES = StateMachine(
    "open",
    (
        Transition("open", "in_repair", "I", guard=known("owner", "corrective_action")),
        *from_each(("open", "in_repair"), "repaired", "K"),
        *from_each(("in_repair", "repaired"), "closed", "S"),
        *from_each(("open", "in_repair", "repaired"), "accepted", "A", guard=known("corrective_action")),
        *from_each(("in_repair", "repaired", "closed", "accepted"), "open", "H"),
    ),
)
_PRODUCTS = ngettext_lazy("{n} product is not accepted yet.", "{n} products are not accepted yet.", "number")
_NO_CRITERIA = ngettext_lazy("{n} has no quality criteria.", "{n} have no quality criteria.", "number")
_READY_LATE = ngettext_lazy("{n} should have been ready.", "{n} should have been ready.", "number")
_CRITERIA = ngettext_lazy(
    "{n} acceptance criterion is not met yet.", "{n} acceptance criteria are not met yet.", "number"
)
_MUSTS = ngettext_lazy("{n} of them must be.", "{n} of them must be.", "number")
_FAILED = ngettext_lazy("{n} was tested and not met.", "{n} were tested and not met.", "number")
_REVIEWS = ngettext_lazy("{n} review is planned.", "{n} reviews are planned.", "number")
_REVIEWS_LATE = ngettext_lazy("{n} should have been held.", "{n} should have been held.", "number")
_FINDINGS = ngettext_lazy("{n} finding is open.", "{n} findings are open.", "number")
_CRITICAL = ngettext_lazy("{n} is critical.", "{n} are critical.", "number")
_REPAIR_LATE = ngettext_lazy("{n} should have been repaired.", "{n} should have been repaired.", "number")

OF_PRODUCT = Filter("product", _("No. of the product"), "product__code")

PRODUCTS = Register(
    slug="producten",
    title=_("Product descriptions"),
    one=_("Product"),
    model=Product,
    prefix="PR-",
    columns=(
        NUMBER,
        Column("title", _("Product"), "name", "title"),
        PROJECT,
        Column("tolerance", _("Quality tolerance"), "text", "tolerance"),
        Column("method", _("How it is checked"), "text", "method"),
        OWNER,
        Column("approver", _("Accepted by"), "person", "approver__name"),
        DUE,
        Column("ready_on", _("Ready on"), "date", "ready_on"),
        STATE,
    ),
    facts=(Column("get_state_display", _("State"), "choice"), Column("owner", _("Owner"), "person"), DUE),
    sections=(
        Section(_("What is delivered"), ("code", "title", "purpose", "tasks")),
        Section(_("When it is good"), ("quality_criteria", "tolerance", "method", "approver")),
        Section(_("Who makes it, by when"), ("owner", "due", "ready_on", "state")),
    ),
    search=("code", "title", "purpose", "quality_criteria", "owner__name"),
    order=("due", "code"),
    views=(View("no-criteria", _("Without criteria"), lambda user: Q(quality_criteria="")), OVERDUE, MINE),
    filters=(OF_OWNER, OF_STATE),
    closed_states=Product.closed,
    states=PRODUCT_STATES,
    related=(*WITH_OWNER, "approver"),
    empty=_("No product descriptions yet. Describe first what is delivered and when it is good."),
    conclusion=lambda lines: counted(
        lines, _PRODUCTS, (_NO_CRITERIA, Q(quality_criteria="")), (_READY_LATE, overdue())
    ),
    check=check_product,
    asks=(ask_owner("product", pgettext_lazy("what is asked", "Deliver"), "ready"),),
    plan_fields=("tasks",),
    family=Family.QUALITY,
    help=USUAL
    | {
        "quality_criteria": _("What one can see or measure, one per line."),
        "tolerance": _("How far it may lie from the criterion and still be good."),
    },
)

CRITERIA = Register(
    slug="criteria",
    title=_("Acceptance criteria"),
    one=_("Acceptance criterion"),
    model=AcceptanceCriterion,
    prefix="AC-",
    columns=(
        NUMBER,
        Column("title", _("Acceptance criterion"), "name", "title"),
        PROJECT,
        Column("product", _("No. of the product"), "code", "product__code"),
        Column("get_moscow_display", _("Priority (MoSCoW)"), "choice", "moscow"),
        OWNER,
        Column("tested_on", _("Tested on"), "date", "tested_on"),
        STATE,
    ),
    sections=(
        Section(_("What must be so"), ("code", "title", "product", "moscow")),
        Section(_("How it is shown"), ("proof", "owner", "tested_on", "state")),
    ),
    search=("code", "title", "proof", "product__code", "product__title"),
    order=("project__code", "product__code", "code"),
    views=(
        View("must", _("Must"), lambda user: Q(moscow="must")),
        View("failed", _("Not met"), lambda user: Q(state="not_met")),
        MINE,
    ),
    filters=(OF_PRODUCT, Filter("moscow", _("Priority (MoSCoW)"), "moscow"), OF_STATE),
    closed_states=("met", "waived"),
    states=CRITERION_STATES,
    related=(*WITH_OWNER, "product"),
    empty=_("No acceptance criteria yet. Agree under which conditions a product is accepted."),
    conclusion=lambda lines: counted(
        lines, _CRITERIA, (_MUSTS, Q(moscow="must")), (_FAILED, Q(state="not_met"))
    ),
    family=Family.QUALITY,
    help=USUAL | {"proof": _("The test, the measurement or the paper that shows it; also why it is waived.")},
)

REVIEWS = Register(
    slug="kwaliteitsreviews",
    title=_("Quality reviews"),
    one=pgettext_lazy("one line", "Review"),
    model=QualityReview,
    prefix="KR-",
    columns=(
        NUMBER,
        Column("title", pgettext_lazy("one line", "Review"), "name", "title"),
        PROJECT,
        Column("product", _("No. of the product"), "code", "product__code"),
        Column("owner", _("Reviewer"), "person", "owner__name"),
        Column("due", _("Planned on"), "date", "due", alarm="is_overdue"),
        Column("held_on", _("Held on"), "date", "held_on"),
        Column("get_verdict_display", _("Verdict"), "choice", "verdict"),
        STATE,
    ),
    facts=(
        Column("get_verdict_display", _("Verdict"), "choice"),
        Column("held_on", _("Held on"), "date"),
        DUE,
    ),
    sections=(
        Section(_("What is looked at, by whom"), ("code", "title", "product", "owner", "due")),
        Section(_("What came of it"), ("state", "held_on", "verdict", "remarks")),
    ),
    search=("code", "title", "remarks", "owner__name", "product__code"),
    order=("due", "code"),
    views=(OVERDUE, MINE),
    filters=(OF_PRODUCT, OF_OWNER, OF_STATE, Filter("verdict", _("Verdict"), "verdict")),
    closed_states=QualityReview.closed,
    states=REVIEW_STATES,
    related=(*WITH_OWNER, "product"),
    empty=_("No reviews planned. Plan who looks at which product, before it is used."),
    conclusion=lambda lines: counted(lines, _REVIEWS, (_REVIEWS_LATE, overdue())),
    check=check_review,
    asks=(ask_owner("review", pgettext_lazy("what is asked", "Review")),),
    expiries=("due",),
    family=Family.QUALITY,
    help=USUAL | {"owner": _("Who looks and gives the verdict; not who made the product.")},
)

FINDINGS = Register(
    slug="bevindingen",
    title=_("Quality findings"),
    one=_("Finding"),
    model=QualityFinding,
    prefix="BV-",
    columns=(
        NUMBER,
        Column("title", _("Finding"), "name", "title"),
        PROJECT,
        Column("get_severity_display", _("Severity"), "choice", "severity"),
        Column("product", _("No. of the product"), "code", "product__code"),
        Column("review", _("No. of the review"), "code", "review__code"),
        OWNER,
        DUE,
        STATE,
    ),
    facts=(
        Column("get_severity_display", _("Severity"), "choice"),
        Column("owner", _("Owner"), "person"),
        DUE,
    ),
    sections=(
        Section(_("What was found"), ("code", "title", "product", "review", "severity", "found_on")),
        Section(_("What is done about it"), ("corrective_action", "owner", "due", "state")),
    ),
    search=("code", "title", "corrective_action", "owner__name"),
    order=("due", "code"),
    views=(View("critical", _("Critical"), lambda user: Q(severity="critical")), OVERDUE, MINE),
    filters=(Filter("severity", _("Severity"), "severity"), OF_PRODUCT, OF_OWNER, OF_STATE),
    closed_states=QualityFinding.closed,
    states=FINDING_STATES,
    related=(*WITH_OWNER, "product", "review"),
    empty=_("No findings yet. Write down what a review or a test found wrong."),
    conclusion=lambda lines: counted(
        lines, _FINDINGS, (_CRITICAL, Q(severity="critical")), (_REPAIR_LATE, overdue())
    ),
    check=check_finding,
    asks=(ask_owner("finding", pgettext_lazy("what is asked", "Repair"), "repaired"),),
    family=Family.QUALITY,
    help=USUAL | {"corrective_action": _("What is repaired; also why it is accepted as it is.")},
)
