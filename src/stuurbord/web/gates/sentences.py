"""Gates in words: why a criterion stands where it stands, and the conclusion of a dossier."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stuurbord.rulebooks.rule_pack import Truth
from stuurbord.rulebooks.rule_pack.model import said
from stuurbord.web.gates.changed_facts import fact_label
from stuurbord.web.gates.judging import INCOMPLETE, Criterion, Dossier, Group
from stuurbord.web.gates.models import DossierState
from stuurbord.web.reader import reader

PROPOSALS = {
    INCOMPLETE: lambda: _("dossier incomplete"),
    "go_with_conditions": lambda: _("go with conditions"),
    "go": lambda: _("go"),
}


def proposal_word(proposal: str) -> str:
    """Return what the rules propose, in words."""
    return PROPOSALS[proposal]() if proposal in PROPOSALS else "–"


def criterion_sentence(one: Criterion) -> str:
    """Return what is the matter with a criterion, or its title where nothing is."""
    language = reader().code
    if one.result.met is Truth.TRUE:
        return said(one.rule.title, language)
    return said(one.rule.message or one.rule.title, language)


def unknown_words(found: Dossier, one: Criterion) -> str:
    """Return which facts are missing; empty where all are known."""
    names = one.result.unknown
    if one.result.met is not Truth.UNKNOWN or not names:
        return ""
    if set(names) == {f"attested.{one.rule.id}"}:
        return _("Nobody attested it yet")
    labels = ", ".join(fact_label(found.in_force.pack, name) for name in names)
    return ngettext("Not known: {facts}", "Not known: {facts}", len(names)).format(facts=labels)


def conclusion(found: Dossier) -> str:
    """Return one sentence that a director could read aloud."""
    if found.state == DossierState.REOPENED:
        told = _("Gate {gate} was re-opened. {reason}")
        return told.format(gate=found.gate.code, reason=found.row.reason)
    decision = found.decision
    if found.is_passed and decision is None:
        return _("This gate was passed before decisions were kept here.")
    if decision is not None and found.state in (DossierState.DECIDED, DossierState.CLOSED):
        told = _("Decided on {day} by {name}: {verdict}.")
        return told.format(
            day=reader().day(decision.on), name=decision.by_name, verdict=decision.get_verdict_display()
        )
    if found.state == DossierState.SUBMITTED:
        told = _("The dossier waits for a decision of the {body}; the rules propose: {proposal}.")
        return told.format(
            body=found.gate.body_name or _("steering committee"), proposal=proposal_word(found.proposal)
        )
    return _standing(found)


def _standing(found: Dossier) -> str:
    n_blocking, n_open = found.count(Group.BLOCKING), found.count(Group.CONDITION)
    if n_blocking:
        told = ngettext(
            "{n} blocking criterion holds up the dossier; without a waiver it cannot go on.",
            "{n} blocking criteria hold up the dossier; without a waiver it cannot go on.",
            n_blocking,
        )
        return _capital(told.format(n=reader().count(n_blocking)))
    if n_open:
        told = ngettext(
            "The dossier can be submitted; {n} criterion would become a condition.",
            "The dossier can be submitted; {n} criteria would become conditions.",
            n_open,
        )
        return told.format(n=reader().count(n_open))
    return _("The dossier is complete and can be submitted.")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def status_of(found: Dossier) -> tuple[str, str]:
    """Return one of the four kinds of status and its word."""
    if found.state == DossierState.REOPENED:
        return "intervene", _("Re-opened")
    if found.is_passed:
        return "on_track", _("Passed")
    if found.state == DossierState.SUBMITTED:
        return "adjust", _("To be decided")
    if found.decision is not None and not found.decision.lets_through and found.state == DossierState.DECIDED:
        return "intervene", str(found.decision.get_verdict_display()).capitalize()
    if found.proposal == INCOMPLETE:
        is_known = any(one.result.met is Truth.FALSE for one in found.of(Group.BLOCKING))
        return ("intervene" if is_known else "undetermined"), _("Not ready")
    return ("on_track", _("Ready")) if found.proposal == "go" else ("adjust", _("Ready, with conditions"))
