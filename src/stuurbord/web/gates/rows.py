"""A dossier as its page shows it: a row per criterion, with what the reader may do about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from stuurbord.rulebooks.gates.evidence import evidence_kinds
from stuurbord.rulebooks.rule_pack import Truth
from stuurbord.rulebooks.rule_pack.model import Fact, said
from stuurbord.web.accounts.permissions import Permission, may
from stuurbord.web.gates.changed_facts import written
from stuurbord.web.gates.judging import Criterion, Dossier, Group
from stuurbord.web.gates.mandates import may_attest, may_review, who_attests
from stuurbord.web.gates.models import Attestation, Evidence, EvidenceState
from stuurbord.web.gates.sentences import criterion_sentence, unknown_words
from stuurbord.web.reader import reader

COMPUTED: Final = "BER"
"""The kind of evidence that the product makes itself."""
_SOON_DAYS: Final = 30


@dataclass(frozen=True)
class EvidenceRow:
    """One piece of evidence behind a criterion."""

    line: Evidence
    word: str
    is_alarm: bool
    may_review: bool


@dataclass(frozen=True)
class CriterionRow:
    """One criterion as the list shows it; ``icon`` and ``kind`` say the same in shape and colour."""

    id: str
    title: str
    icon: str
    kind: str
    tag: str
    detail: str
    group: str
    is_verified: bool
    evidence: Sequence[EvidenceRow] = ()
    waiver: Any = None
    kinds: Sequence[tuple[str, str]] = ()
    """Kinds of evidence that can be added: code and label."""
    question: str = ""
    who: str = ""
    attestation: Attestation | None = None
    last: int = 0
    can_attest: bool = False
    can_add: bool = False
    can_waive: bool = False


@dataclass(frozen=True)
class QuestionRow:
    """A question about the project that people answer."""

    name: str
    question: str
    answer: str
    by: str
    last: int
    is_open: bool
    can_answer: bool


@dataclass(frozen=True)
class Segment:
    """One criterion in the bar: its group, and where it stands."""

    kind: str
    x: int


@dataclass(frozen=True)
class Bar:
    segments: Sequence[Segment]
    width: int
    words: str


@dataclass(frozen=True)
class GroupRows:
    title: str
    slug: str
    rows: Sequence[CriterionRow] = field(default_factory=tuple)


def rows_of(found: Dossier, user: Any) -> list[CriterionRow]:
    """Return all rows, blocking first."""
    scopes = found.project.scopes
    may_edit = may(user, Permission.EDIT_REGISTER, scopes)
    return [_row(found, one, user, may_edit) for one in found.criteria]


def groups_of(rows: Sequence[CriterionRow]) -> list[GroupRows]:
    """Return the rows under their heads; empty groups are left out."""
    titles = {
        Group.BLOCKING: _("Blocking"),
        Group.CONDITION: pgettext("of gates", "Conditions"),
        Group.NOTICE: _("To keep in mind"),
        Group.WAIVED: _("Waived for now"),
        Group.MET: _("Met"),
    }
    made = [
        GroupRows(title, slug.value, [one for one in rows if one.group == slug])
        for slug, title in titles.items()
    ]
    return [one for one in made if one.rows]


def bar_of(found: Dossier) -> Bar:
    """Return the segmented bar: blocking, conditions, waived, met; notices weigh nothing."""
    shown = (Group.BLOCKING, Group.CONDITION, Group.WAIVED, Group.MET)
    counts = {one: found.count(one) for one in shown}
    kinds = [kind for kind in shown for _n in range(counts[kind])]
    width = max(960 // max(len(kinds), 1), 8)
    segments = [Segment(kind.value, place * width) for place, kind in enumerate(kinds)]
    return Bar(segments, width, counted(found))


def counted(found: Dossier) -> str:
    """Return ``2 blokkerend · 2 voorwaarde · 4 voldaan``."""
    words = {
        Group.BLOCKING: lambda n: ngettext("{n} blocking", "{n} blocking", n),
        Group.CONDITION: lambda n: ngettext("{n} condition", "{n} conditions", n),
        Group.WAIVED: lambda n: ngettext("{n} waived", "{n} waived", n),
        Group.MET: lambda n: ngettext("{n} met", "{n} met", n),
    }
    found_words = ((found.count(one), word) for one, word in words.items())
    return " · ".join(word(n).format(n=reader().number(n)) for n, word in found_words if n)


def questions_of(found: Dossier, user: Any) -> list[QuestionRow]:
    """Return the questions about the project that the rules of this gate read, open ones first."""
    can = may_attest(user, found.project, "")
    read = _read_here(found)
    pack = found.in_force.pack
    facts = [one for one in pack.facts if one.question and one.name in read]
    made = [_question(found, one, can) for one in facts]
    return sorted(made, key=lambda one: not one.is_open)


def _read_here(found: Dossier) -> set[str]:
    names: set[str] = set()
    for result in found.answer.rules:
        for condition in (result.rule.applies, result.rule.require):
            names |= {name for conjunction in condition for literal in conjunction for name in literal.names}
    return names


def _question(found: Dossier, fact: Fact, can: bool) -> QuestionRow:
    kept = found.proof.answers.get(("", fact.name))
    value = found.facts.get(fact.name)
    return QuestionRow(
        name=fact.name,
        question=said(fact.question, reader().code),
        answer="" if value is None else written(value),
        by="" if kept is None else f"{kept.by_name} · {reader().day(kept.at.date())}",
        last=kept.pk if kept else 0,
        is_open=value is None,
        can_answer=can,
    )


def _row(found: Dossier, one: Criterion, user: Any, may_edit: bool) -> CriterionRow:
    rule, language = one.rule, reader().code
    is_open = one.group is not Group.MET
    works = found.may_be_worked_on or found.state == "submitted"
    kinds = evidence_kinds()
    addable = [
        (code, said(kinds[code].label, language))
        for code in rule.evidence
        if code != COMPUTED and code in kinds
    ]
    can_attest = rule.is_attested and works and may_attest(user, found.project, rule.role)
    return CriterionRow(
        id=rule.id,
        title=criterion_sentence(one) if is_open else said(rule.title, language),
        icon=_icon(one),
        kind=_kind(one),
        tag=_tag(one),
        detail=_detail(found, one),
        group=one.group.value,
        is_verified=rule.is_verified,
        evidence=[_evidence(line, user, found) for line in one.evidence],
        waiver=one.waiver,
        kinds=addable,
        question=said(rule.question, language) if rule.is_attested else "",
        who=who_attests(found.project, rule.role) if rule.is_attested else "",
        attestation=one.attestation,
        last=one.attestation.pk if one.attestation else 0,
        can_attest=can_attest,
        can_add=bool(addable) and works and may_edit,
        can_waive=one.group in (Group.BLOCKING, Group.CONDITION) and works and may_edit,
    )


def _icon(one: Criterion) -> str:
    if one.group is Group.MET:
        return "done"
    if one.group is Group.WAIVED:
        return "hist"
    if one.result.met is not Truth.FALSE:
        return "why"
    return {Group.BLOCKING: "stop", Group.CONDITION: "miss"}.get(one.group, "info")


def _kind(one: Criterion) -> str:
    return one.group.value


def _tag(one: Criterion) -> str:
    words = {
        Group.BLOCKING: _("blocking"),
        Group.CONDITION: _("condition"),
        Group.NOTICE: _("notice"),
        Group.WAIVED: _("waived"),
    }
    return words.get(one.group, "")


def _detail(found: Dossier, one: Criterion) -> str:
    """Return what stands under the title: what is not known, who attests, the rule and its references."""
    parts = [unknown_words(found, one)]
    if one.attestation and one.attestation.answer != "withdrawn":
        kept = one.attestation
        told = _("attested by {name} on {day}: {answer}")
        answer = kept.get_answer_display()
        parts.append(told.format(name=kept.by_name, day=reader().day(kept.at.date()), answer=answer))
        if kept.reason:
            parts.append(kept.reason)
    if one.waiver:
        told = _("waiver {code} until {day}, allowed by {name}")
        name = one.waiver.approver or "–"
        day = reader().day(one.waiver.expires_on)
        parts.append(told.format(code=one.waiver.code, day=day, name=name))
    parts.append(_("rule {id}").format(id=one.rule.id))
    parts += one.rule.references
    return " · ".join(part for part in parts if part)


def _evidence(line: Evidence, user: Any, found: Dossier) -> EvidenceRow:
    line.project = found.project
    is_due = line.valid_until is not None and (line.valid_until - found.on).days <= _SOON_DAYS
    can = line.state == EvidenceState.FOR_REVIEW and may_review(user, line)
    return EvidenceRow(line, str(line.standing), is_due, can)
