"""The note on what becomes of the law and its answers: parts, paragraphs and sentences for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from stuurbord.language import Language
from stuurbord.rulebooks.be_procurement.advice import ALLOWED, REFUSED, UNKNOWN
from stuurbord.rulebooks.be_procurement.catalogue import DIRECT, catalogue, text_of
from stuurbord.rulebooks.be_procurement.difference.answers import AnswerChange
from stuurbord.rulebooks.be_procurement.difference.aspects import Aspect
from stuurbord.rulebooks.be_procurement.difference.cases import CaseChange, worked_cases
from stuurbord.rulebooks.be_procurement.difference.figures import (
    ALWAYS_IN_LAW,
    BASIS,
    BEGINS,
    CHANGES,
    ENDS,
    RETURNS,
    UNREAD,
    DutyChange,
    FigureChange,
)
from stuurbord.rulebooks.be_procurement.difference.words import Words
from stuurbord.rulebooks.be_procurement.duties import CHECK
from stuurbord.rulebooks.be_procurement.law import LAW_IS_KNOWN, OVERLAYS, last_day, pack_of
from stuurbord.rulebooks.rule_pack import read_pack
from stuurbord.rulebooks.rule_pack.model import NamedValue, Rule, said

if TYPE_CHECKING:
    from stuurbord.rulebooks.be_procurement.difference.compare import LawDifference

HASH_SHOWN: Final = 12
MOST_CASES: Final = 6
"""Of more cases their number is told."""
_SECTIONS: Final = {
    "procedure": ("procedure",),
    "level": ("level", "award_notice"),
    "term": ("term",),
    "standstill": ("standstill",),
    "reasons": ("reasons",),
    "lots": ("lots",),
    "bond": ("bond", "advance"),
    "payment": ("payment", "e_invoice"),
    "yearly": ("yearly",),
}
_BY_PROCEDURE: Final = frozenset({"award_notice", "reasons", "advance", "yearly"})
"""Topics that follow the procedure in force: where no figure moved, that procedure did."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One sentence, or the beginning of one that each item ends."""

    lead: str
    items: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """The paragraph as lines."""
        return self.lead, *self.items


def _paragraph(lead: str, items: Sequence[str], words: Words) -> Paragraph:
    """Return a paragraph; with one item as one sentence."""
    if len(items) == 1:
        return Paragraph(f"{lead} {items[0]}")
    return Paragraph(f"{lead}{words.say('mark.colon')}", tuple(items))


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and its paragraphs."""

    heading: str
    paragraphs: tuple[Paragraph, ...]


def head(found: LawDifference, language: Language) -> list[str]:
    """Return what is compared: the title, the texts, and how much changes."""
    words = Words(language)
    made = [_title(found, words)]
    pack, sha256 = pack_of()
    told = {"title": said(pack.title, language.code), "version": pack.version, "hash": sha256[:HASH_SHOWN]}
    made.append(words.say("head.book", **told))
    if found.pack:
        draft, own = pack_of(found.pack)
        fields = {"version": draft.version.partition("+")[0], "hash": own[:HASH_SHOWN]}
        made.append(words.say("head.draft", title=_draft_title(found.pack, language.code), **fields))
    if found.unknown_days:
        known = next(one for one in pack.values if one.name == LAW_IS_KNOWN).window
        first, last = known.since, last_day(known.until)
        assert first is not None
        assert last is not None
        days = {"first": words.day(first), "last": words.day(last)}
        return [
            *made,
            *(words.say("head.outside", day=words.day(day), **days) for day in found.unknown_days),
        ]
    if found.is_empty:
        return [*made, words.say("head.same")]
    counts = {"figures": len(found.figures), "duties": len(found.duties), "answers": len(found.answers)}
    cases = {"cases": len(found.cases), "all_cases": len(worked_cases())}
    return [*made, words.say("head.counted", **counts, **cases), words.say("head.asked")]


def _title(found: LawDifference, words: Words) -> str:
    since, until = (words.day(day) for day in (found.since, found.until))
    if found.pack:
        return words.say("head.title_draft", since=since, until=until)
    if found.since == found.until:
        return words.say("head.title_same", since=since)
    return words.say("head.title", since=since, until=until)


@cache
def _draft_title(name: str, code: str) -> str:
    return said(read_pack(text_of(OVERLAYS[name]), OVERLAYS[name]).title, code)


def parts(found: LawDifference, language: Language) -> Iterator[Part]:
    """Yield the parts of the note that have anything to tell."""
    words = Words(language)
    made: list[tuple[str, list[Paragraph]]] = [
        ("figures", [*_figures(found, words)]),
        ("duties", [Paragraph(_duty(one, words)) for one in found.duties]),
    ]
    for section, topics in _SECTIONS.items():
        rows = [one for one in found.answers if one.topic in topics]
        made.append((section, [*_answers(rows, found, words)]))
    if found.cases:
        made.append(("cases", [*_cases(found, words)]))
    if doubtful := list(_doubtful(found, words)):
        made.append(
            (
                "open",
                [Paragraph(f"{words.say('answer.unverified')}{words.say('mark.colon')}", tuple(doubtful))],
            )
        )
    for section, paragraphs in made:
        if paragraphs:
            yield Part(words.say(f"section.{section}"), tuple(paragraphs))


def lines(found: LawDifference, language: Language) -> list[str]:
    """Return the whole note, a line each."""
    made = head(found, language)
    for part in parts(found, language):
        made.append(part.heading)
        made += [line for paragraph in part.paragraphs for line in paragraph.lines]
    return made


def _figures(found: LawDifference, words: Words) -> Iterator[Paragraph]:
    """Yield a sentence per figure; where several are not known, what that means once, after them."""
    is_told_once = sum(one.kind == UNREAD or one.gap is not None for one in found.figures) > 1
    for one in found.figures:
        yield Paragraph(_figure(one, found, words, is_short=is_told_once))
    if is_told_once:
        yield Paragraph(words.say("figure.missing"))


def _figure(one: FigureChange, found: LawDifference, words: Words, *, is_short: bool = False) -> str:
    if one.kind == UNREAD:
        told = _unread(one, found, words, is_short=is_short)
    else:
        kind = one.kind
        if kind == BASIS and one.before and one.before.reference == one.latest.reference:
            kind = "read" if one.latest.is_verified else "unread_since"
        elif kind in (BEGINS, BASIS) and not words.figure(one.latest):
            kind += "_flag"
        told = words.say(
            f"figure.{kind}",
            label=words.label(one.latest),
            before=words.figure(one.before),
            after=words.figure(one.after),
            when=_when(one, words),
        )
        if any(each.value != one.latest.value for each in one.between):
            steps = [f"{words.figure(each)} {words.period(each.window)}" for each in one.between]
            told += f", {words.say('figure.meanwhile', steps=words.listed(steps))}"
    told += f" ({words.joined(_basis(one, words))})."
    if one.gap:
        path = "figure.gap_short" if is_short else "figure.gap"
        told += f" {words.say(path, period=words.period(one.gap))}"
    return told


def _when(one: FigureChange, words: Words) -> str:
    """Return from when a figure holds, and its last day where the act that sets it names one."""
    told = words.when(one.on)
    last = last_day(one.after.window.until) if one.after else None
    if one.on is None or last is None or one.kind not in (BEGINS, CHANGES, RETURNS):
        return told
    return f"{told} {words.say('when.until', last=words.day(last))}"


def _unread(one: FigureChange, found: LawDifference, words: Words, *, is_short: bool) -> str:
    days = [day for day, side in ((found.since, one.before), (found.until, one.after)) if side is None]
    known = [f"{words.figure(each)} {words.period(each.window)}" for each in one.nearest]
    return words.say(
        "figure.unread_short" if is_short else "figure.unread",
        label=words.label(one.latest),
        days=words.listed([words.day(day) for day in days]),
        known=words.listed(known),
    )


def _basis(one: FigureChange, words: Words) -> Iterator[str]:
    """Yield the act, that of before where it is another, and whether both were read."""
    yield words.set_by(one.latest)
    before = one.before if one.kind not in (BEGINS, ENDS, UNREAD) else None
    if before and before.reference != one.latest.reference:
        yield words.say("figure.formerly", reference=words.set_by(before))
    elif before and before.act and before.act != one.latest.act:
        yield words.say("figure.formerly", reference=words.act(before.act))
    if one.is_unread and all(each.is_verified for each in one.nearest):
        yield words.say("flag.partly")
    else:
        yield words.flag(one.latest.is_verified if one.kind == BASIS else one.is_verified)


def _duty(one: DutyChange, words: Words) -> str:
    text, before = (_duty_text(each, words) for each in (one.after, one.before))
    when = words.when(one.on)
    if one.kind == CHANGES and text == before:
        told = words.say("duty.condition", when=when, text=text)
    else:
        told = words.say(f"duty.{one.kind}", when=when, text=text if one.after else before, before=before)
    return f"{told} ({words.joined((words.reference(one.latest.reference), words.flag(one.is_verified)))})."


def _duty_text(one: Any, words: Words) -> str:
    if one is None:
        return ""
    return said(one.title if isinstance(one, Rule) else one.what, words.language.code)


def _answers(rows: Sequence[AnswerChange], found: LawDifference, words: Words) -> Iterator[Paragraph]:
    """Yield a paragraph per thing that is answered otherwise, with the contracts for which it is."""
    settled = [one for one in rows if one.after != CHECK]

    def key(one: AnswerChange) -> tuple[Any, ...]:
        day = one.on or date.max
        return one.topic, one.procedure, str(one.before), str(one.after), day, str(one.gap)

    order = {key(one): index for index, one in reversed(list(enumerate(settled)))}
    for _, group in groupby(sorted(settled, key=lambda one: order[key(one)]), key=key):
        same = list(group)
        yield _told(_lead(same[0], found, words), same, found, words)
    unread = sorted((one for one in rows if one.after == CHECK), key=lambda one: str(one.before))
    for _, group in groupby(unread, key=lambda one: str(one.before)):
        same = [_undetermined(one) for one in group]
        fields = {"before": words.value(("reasons", ""), same[0].before), "day": words.day(found.until)}
        lead = words.say(
            "answer.undetermined", then=words.then(found.since if found.pack else None), **fields
        )
        yield _told(lead, same, found, words)


def _told(lead: str, same: Sequence[AnswerChange], found: LawDifference, words: Words) -> Paragraph:
    """Return a paragraph; the article that all its items rest on stands once, in its lead."""
    cited = {(words.reference(one.cause.reference), one.cause.is_verified) for one in same if _article(one)}
    is_shared = len(same) > 1 and len(cited) == 1 and all(map(_article, same))
    if is_shared:
        [(reference, is_verified)] = cited
        path = "answer.cited_after" if lead.endswith(")") else "answer.cited"
        lead = words.say(path, lead=lead, proof=words.joined((reference, words.flag(is_verified))))
    return _paragraph(lead, [_item(one, found, words, is_cited=is_shared) for one in same], words)


def _article(one: AnswerChange) -> str:
    """Return source and article of the rule; empty where the act that set the figure is all there is."""
    act = one.cause.act if one.cause.figure else None
    return "" if act is not None and act.reference == one.cause.reference else one.cause.reference


def _undetermined(one: AnswerChange) -> AnswerChange:
    """Return a change to what nobody read, without the figure and the days of before."""
    cause = replace(one.cause, is_verified=False)
    if cause.figure in ALWAYS_IN_LAW:
        cause = replace(cause, before=None, after=None, act=None)
    return replace(one, cause=cause)


def _lead(one: AnswerChange, found: LawDifference, words: Words) -> str:
    aspect, when = (one.topic, one.procedure), words.when(one.on)
    fields = {
        "before": words.value(aspect, one.before),
        "after": words.value(aspect, one.after),
        "then": words.then(found.since if one.on is None else None),
    }
    if one.topic == "procedure":
        path = f"verdict.{_verdict_change(one)}"
        return words.say(path, procedure=words.procedure(one.procedure), when=when, **fields)
    if one.topic == "term":
        return words.say("answer.lead_term", procedure=words.procedure(one.procedure), when=when, **fields)
    if one.gap:
        fields["before"] += words.say("answer.gap", period=words.period(one.gap))
    return words.say("answer.lead", When=when[:1].upper() + when[1:], **fields)


def _verdict_change(one: AnswerChange) -> str:
    if one.after == UNKNOWN:
        return "to-unknown"
    if one.before == UNKNOWN:
        return "from-unknown"
    is_by_amount = catalogue().procedure(one.procedure).grounds == DIRECT
    has_ground = is_by_amount and {one.before, one.after} == {ALLOWED, REFUSED}
    return f"{one.before}-{one.after}{'-ground' if has_ground else ''}"


def _item(one: AnswerChange, found: LawDifference, words: Words, *, is_cited: bool) -> str:
    what = words.contracts(one.profiles)
    told = words.say("answer.for", what=what, amounts=words.amounts(one.amounts, one.cause.reads))
    if moved := _moved(one, words):
        told = words.joined((told, moved))
    proof = [*_proof(one, found, words, is_cited=is_cited)]
    return f"{told} ({words.joined(proof)})." if proof else f"{told}."


def _moved(one: AnswerChange, words: Words) -> str:
    """Return which figure fell or rose, or that another procedure is in force."""
    cause = one.cause
    if not cause.figure:
        return words.say("answer.other") if one.topic in _BY_PROCEDURE else ""
    if cause.before is None or cause.after is None or cause.before == cause.after:
        return ""
    amounts = {"before": words.euro(cause.before), "after": words.euro(cause.after)}
    way = "answer.falls" if cause.after < cause.before else "answer.rises"
    return words.say(way, figure=words.say(f"cause.{_called(one)}"), **amounts)


def _called(one: AnswerChange) -> str:
    name = one.cause.figure
    if name == "works_half":
        return name
    if one.topic == "procedure" or name == "low_value":
        return "procedure"
    if one.topic == "lots":
        return "figure"
    return "eu" if name.startswith("eu_") else "motivation" if name in ALWAYS_IN_LAW else "figure"


def _proof(one: AnswerChange, found: LawDifference, words: Words, *, is_cited: bool) -> Iterator[str]:
    """Yield source and article, the act that set the figure with its days, and whether they were read.

    Parameters
    ----------
    is_cited
        Whether the lead already gives the article and whether it was read.
    """
    cause, article = one.cause, _article(one)
    if article and not is_cited:
        yield words.reference(article)
    if cause.figure and cause.act is not None:
        yield _act(cause.act, found, words)
    if not is_cited:
        yield words.flag(cause.is_verified)


def _told_of(one: NamedValue | None) -> tuple[str, Any] | None:
    return (one.name, one.value) if one else None


def _act(act: NamedValue, found: LawDifference, words: Words) -> str:
    """Return which act sets a figure; its days where the part on the figures does not tell them."""
    kind = "amount" if act.unit == "EUR" else "figure" if words.figure(act) else "flag"
    told = words.say(f"answer.{kind}_by", reference=words.set_by(act))
    is_told = any((act.name, act.value) == _told_of(one.after) for one in found.figures)
    if is_told or not (act.window.since or act.window.until):
        return told
    valid = words.say("when.valid", period=words.period(act.window, is_short=True))
    return f"{told}, {valid}"


def _cases(difference: LawDifference, words: Words) -> Iterator[Paragraph]:
    """Yield a paragraph per thing that is answered otherwise: in which worked cases, or in how many."""
    found: dict[str, list[str]] = {}
    then = words.then(difference.since if difference.pack else None)
    for one in difference.cases:
        for aspect, before, after in one.changes:
            told = {"before": words.short(aspect, before), "after": words.short(aspect, after)}
            lead = words.say("answer.case_change", name=_aspect(aspect, words), then=then, **told)
            found.setdefault(lead[:1].upper() + lead[1:], []).append(_case(one, words))
    for lead, told_cases in found.items():
        if len(told_cases) > MOST_CASES:
            counted = words.say("answer.case_count", n=len(told_cases), all=len(worked_cases()))
            yield Paragraph(f"{lead} {counted}.")
        else:
            yield Paragraph(f"{lead}{words.say('mark.colon')} {words.joined(dict.fromkeys(told_cases))}.")


def _case(one: CaseChange, words: Words) -> str:
    told = one.after.told
    amount = "–" if told.estimate is None else words.euro(told.estimate)
    if told.award is not None and told.award != told.estimate:
        amount = words.say("answer.case_amounts", estimate=amount, award=words.euro(told.award))
    kind = words.say(f"kind.{told.text('kind') or 'all'}")
    return words.say("answer.case", kind=kind, buyer=words.say(f"buyer.{told.text('buyer')}"), amount=amount)


def _aspect(aspect: Aspect, words: Words) -> str:
    topic, procedure = aspect
    called = words.procedure(procedure) if procedure else ""
    called = called[:1].lower() + called[1:]
    if topic == "procedure":
        return called
    name = words.say(f"topic.{topic}")
    return f"{name} ({called})" if called else name


def _doubtful(found: LawDifference, words: Words) -> Iterator[str]:
    """Yield what of all this nobody read in the source, once each."""
    told: dict[str, None] = {}
    for figure in found.figures:
        if not figure.is_verified:
            told[f"{words.label(figure.latest)} ({words.reference(figure.latest.reference)})."] = None
    for duty in found.duties:
        if not duty.is_verified:
            text = _duty_text(duty.latest, words).removesuffix(".")
            told[f"{text} ({words.reference(duty.latest.reference)})."] = None
    cited = " ".join(told)
    for one in found.answers:
        reference = words.reference(one.cause.reference)
        if (
            one.on is None and one.topic != "procedure"
        ):  # the law was read; the draft says itself that it is none
            continue
        if not one.cause.is_verified and (one.topic == "procedure" or reference not in cited):
            name = _aspect((one.topic, one.procedure), words)
            told[f"{name[:1].upper()}{name[1:]} ({reference})."] = None
    yield from told


def figure_sentence(one: FigureChange, found: LawDifference, language: Language) -> str:
    """Return what becomes of one figure, for people."""
    return _figure(one, found, Words(language))


def duty_sentence(one: DutyChange, language: Language) -> str:
    """Return what becomes of one duty or rule, for people."""
    return _duty(one, Words(language))
