"""Variants of a plan: kept, changed, brought onto a newer revision, promoted to a proposal, archived."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from stuurbord.web.accounts.permissions import Permission, require
from stuurbord.web.audit.chain import record
from stuurbord.web.planning.actions import Refused, Wanted, propose
from stuurbord.web.planning.models import PlanVariant, Proposal, ProposalSource
from stuurbord.web.planning.replaying import Broken, Record, replayed
from stuurbord.web.planning.workspace import tried
from stuurbord.web.projects.actions import save_version
from stuurbord.web.projects.models import PlanRevision, Project
from stuurbord.web.projects.plans import plan_of

MOST_VARIANTS: Final = 40
"""Variants of one plan that are not archived: more nobody compares."""


class NoLongerFits(Exception):
    """Some edits of a variant cannot be made on the plan as it is now; the variant stays as it is."""

    def __init__(self, broken: tuple[Broken, ...]) -> None:
        super().__init__(f"{len(broken)} edits")
        self.broken = broken


@dataclass(frozen=True, slots=True)
class Named:
    """How a variant is called, and why somebody made it."""

    name: str
    note: str = ""


@transaction.atomic
def add_variant(
    actor: Any, project: Project, base: PlanRevision, edits: Sequence[Record], named: Named
) -> PlanVariant:
    """Keep edits on a revision under a name.

    Raises
    ------
    InvalidPlan
        If an edit cannot be made on that revision.
    Refused
        Without a name or edits, or if there are `MOST_VARIANTS` already.
    ValueError
        If a record is no edit.
    """
    require(actor, Permission.EDIT_REGISTER, project.scopes)
    name = _checked_name(named.name)
    if not edits:
        raise Refused(_("This changes nothing in the plan."))
    tried(base.pk, edits)
    locked = Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    _require_free_name(locked, name, None)
    of_project = PlanVariant.objects.filter(project=locked)
    if of_project.filter(is_archived=False).count() >= MOST_VARIANTS:
        text = _("This plan has {n} variants already. Archive one first.")
        raise Refused(text.format(n=MOST_VARIANTS))
    last = of_project.order_by("-number").values_list("number", flat=True).first()
    variant = PlanVariant.objects.create(
        project=project,
        number=(last or 0) + 1,
        name=name,
        note=named.note.strip(),
        base=base,
        edits=list(edits),
        author=actor if actor.pk else None,
    )
    _record(actor, "variant.add", variant, {"base": base.number, "n_edits": len(edits)})
    return variant


@transaction.atomic
def change_variant(
    actor: Any,
    variant: PlanVariant,
    expected_version: int,
    named: Named,
    edits: Sequence[Record] | None = None,
) -> PlanVariant:
    """Change the name, the note, and where given the edits, on the revision the variant is made on.

    Raises
    ------
    InvalidPlan
        If an edit cannot be made.
    Refused
        Without a name.
    """
    _require_live(actor, variant)
    name = _checked_name(named.name)
    _require_free_name(variant.project, name, variant)
    told: dict[str, Any] = {}
    for field, value in (("name", name), ("note", named.note.strip())):
        if getattr(variant, field) != value:
            told[field] = [getattr(variant, field), value]
            setattr(variant, field, value)
    if edits is not None and list(edits) != variant.edits:
        tried(variant.base_id, edits)
        told["n_edits"] = [len(variant.edits), len(edits)]
        variant.edits = list(edits)
    if told:
        save_version(variant, expected_version)
        _record(actor, "variant.change", variant, {"changed": told})
    return variant


@transaction.atomic
def archive_variant(
    actor: Any, variant: PlanVariant, expected_version: int, *, is_archived: bool = True
) -> PlanVariant:
    """Put a variant aside, or take it back; nothing is lost."""
    require(actor, Permission.EDIT_REGISTER, variant.project.scopes)
    if variant.is_archived == is_archived:
        return variant
    if not is_archived:
        _require_free_name(variant.project, variant.name, variant)
    variant.is_archived = is_archived
    save_version(variant, expected_version)
    _record(actor, "variant.archive" if is_archived else "variant.restore", variant, {})
    return variant


@transaction.atomic
def rebase_variant(
    actor: Any, variant: PlanVariant, expected_version: int, *, leaves_out: bool = False
) -> PlanVariant:
    """Make the edits of a variant on the plan as it is now.

    Parameters
    ----------
    leaves_out
        Leave out the edits that no longer work, instead of refusing.

    Raises
    ------
    NoLongerFits
        With those edits and their reasons.
    Refused
        If it is on the plan that counts already, or nothing of it is left.
    """
    _require_live(actor, variant)
    current = variant.project.current_revision
    if current is None or current.pk == variant.base_id:
        raise Refused(_("This variant is made on the plan as it is now."))
    found = replayed(plan_of(current.pk), variant.edits)
    if found.broken and not leaves_out:
        raise NoLongerFits(found.broken)
    if not found.working:
        raise Refused(_("Nothing of this variant is left on the plan as it is now. Archive it."))
    told = {"base": [variant.base.number, current.number], "left_out": len(found.broken)}
    variant.base, variant.edits = current, [dict(one) for one in found.working]
    save_version(variant, expected_version)
    _record(actor, "variant.rebase", variant, told)
    return variant


@transaction.atomic
def promote_variant(actor: Any, variant: PlanVariant, expected_version: int, reason: str = "") -> Proposal:
    """Propose what a variant makes of its revision; where the plan moved on, the proposal shows it.

    Raises
    ------
    Refused
        If it changes nothing.
    """
    _require_live(actor, variant)
    found = tried(variant.base_id, variant.edits)
    title = _("Variant {number}: {name}").format(number=variant.number, name=variant.name)
    wanted = Wanted(title, ProposalSource.WHAT_IF, reason.strip() or variant.note)
    made = propose(actor, variant.project, variant.base, found.new_plan, wanted)
    variant.proposal = made
    save_version(variant, expected_version)
    _record(actor, "variant.promote", variant, {"proposal": made.number})
    return made


def broken_edits(variant: PlanVariant) -> tuple[Broken, ...]:
    """Return the edits that cannot be made on the plan that counts."""
    current = variant.project.current_revision_id
    if current is None or current == variant.base_id:
        return ()
    return replayed(plan_of(current), variant.edits).broken


def _checked_name(text: str) -> str:
    name = " ".join(text.split())[:120]
    if not name:
        raise Refused(_("Give the variant a name."))
    return name


def _require_free_name(project: Project, name: str, own: PlanVariant | None) -> None:
    same = PlanVariant.objects.filter(project=project, is_archived=False, name__iexact=name)
    if same.exclude(pk=own.pk if own else None).exists():
        raise Refused(_("A variant of this plan is called “{name}” already.").format(name=name))


def _require_live(actor: Any, variant: PlanVariant) -> None:
    require(actor, Permission.EDIT_REGISTER, variant.project.scopes)
    if variant.is_archived:
        raise Refused(_("This variant is archived. Take it back first."))


def _record(actor: Any, action: str, variant: PlanVariant, data: dict[str, Any]) -> None:
    record(
        actor,
        action,
        variant.subject,
        {"name": variant.name} | data,
        portfolio_id=variant.project.portfolio_id,
        project_id=variant.project_id,
        version=variant.version,
    )
