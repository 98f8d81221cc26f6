"""Attest what no computation can tell: bound to a role, never filled in beforehand, every answer kept."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stuurbord.errors import VersionConflict
from stuurbord.rulebooks.rule_pack.model import Fact, Rule
from stuurbord.web.audit.chain import record
from stuurbord.web.gates.mandates import require_attestation
from stuurbord.web.gates.models import Attestation, AttestedAnswer
from stuurbord.web.gates.packs import pack_for
from stuurbord.web.methods.queries import templates_of
from stuurbord.web.projects.events import projects_changed
from stuurbord.web.projects.models import Project


class NotAsked(ValueError):
    """No rule in force asks this of a person, or the answer lacks something."""


@transaction.atomic
def attest(
    actor: Any,
    project: Project,
    gate: str,
    rule: str,
    answer: str,
    reason: str = "",
    last: int | None = None,
) -> Attestation:
    """Add an answer to the question of a rule, or of a fact of the project (then ``gate`` is empty).

    Parameters
    ----------
    last
        The answer that the actor saw: its number, 0 where there was none. None: whatever there is.

    Raises
    ------
    NotAsked
        If nothing in force asks it, or a no has no reason.
    NotPermitted
        If it is for another role.
    VersionConflict
        If somebody else answered meanwhile.
    """
    Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    asked = question_in_force(project, gate, rule)
    if asked is None:
        raise NotAsked(_("No criterion in force asks “{rule}”.").format(rule=rule))
    if answer not in AttestedAnswer.values:
        raise NotAsked(_("Answer yes or no, or withdraw the answer."))
    reason = reason.strip()
    if answer != AttestedAnswer.YES and gate and not reason:
        raise NotAsked(_("Give the reason why not."))
    require_attestation(actor, project, role_of(asked))
    _refuse_late(project, gate, rule, last)
    made = Attestation.objects.create(
        project=project,
        gate=gate,
        rule=rule,
        answer=answer,
        reason=reason,
        by_id=actor.pk,
        by_name=str(actor),
    )
    record(
        actor,
        "gate.attest",
        f"gate:{project.portfolio.key}/{project.code}/{gate or rule}",
        {"gate": gate, "rule": rule, "answer": str(answer), "reason": reason},
        portfolio_id=project.portfolio_id,
        project_id=project.pk,
    )
    projects_changed.send(sender=Project, project_ids=[project.pk])
    return made


def question_in_force(project: Project, gate: str, rule: str) -> Rule | Fact | None:
    """Return the rule, or without a gate the fact, that asks a person; None if nothing does."""
    pack = pack_for(templates_of([project])[project.pk]).pack
    if gate:
        return next((one for one in pack.rules if one.id == rule and one.is_attested), None)
    found = pack.fact(rule)
    return found if found is not None and found.question else None


def role_of(asked: Rule | Fact) -> str:
    """Return for which role a question is; facts of the project are for whoever may change it."""
    return asked.role if isinstance(asked, Rule) else ""


def _refuse_late(project: Project, gate: str, rule: str, last: int | None) -> None:
    if last is None:
        return
    known = Attestation.objects.filter(project=project, gate=gate, rule=rule).order_by("-pk").first()
    if (known.pk if known else 0) != last:
        told = _("{name} answered this in the meantime: {answer}. Look again before you answer.")
        raise VersionConflict(
            told.format(
                name=known.by_name if known else "", answer=known.get_answer_display() if known else ""
            )
        )
