"""The note of what changes in a rule book: sentences for people, with day, weight and source."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from stuurbord.errors import N_
from stuurbord.language import Language
from stuurbord.rulebooks.rule_pack.condition_words import Called, called_by, condition_text, term_text
from stuurbord.rulebooks.rule_pack.literals import Condition, Term
from stuurbord.rulebooks.rule_pack.model import NamedValue, Rule, Severity, said

if TYPE_CHECKING:
    from stuurbord.rulebooks.rule_pack.difference import Aspect, Change, Difference

_AMOUNT: Final = re.compile(r"-?\d+(\.\d+)?")
_NOUNS: Final = {
    "pack": N_("rule book"),
    "class": N_("class"),
    "rule": N_("rule"),
    "obligation": N_("duty"),
    "value": N_("limit"),
    "derive": N_("notion"),
    "fact": N_("fact"),
    "contradiction": N_("contradiction"),
}
_SENTENCES: Final = {
    ("begins", True): N_("From {day} {noun} {id} applies: {text}."),
    ("begins", False): N_("New: {noun} {id}: {text}."),
    ("ends", True): N_("From {day} {noun} {id} no longer applies: {text}."),
    ("ends", False): N_("Gone: {noun} {id}: {text}."),
    ("changes", True): N_("From {day} {noun} {id} changes: {text}."),
    ("changes", False): N_("Changed: {noun} {id}: {text}."),
}
_WITHOUT_EFFECT: Final = N_("Without effect on a verdict: {noun} {id}: {text}.")
_COUNTED: Final = (("begins", N_("{n} new")), ("ends", N_("{n} gone")), ("changes", N_("{n} amended")))
_WEIGHTS: Final = {
    Severity.BLOCKING: N_("blocking"),
    Severity.CONDITION: N_("condition"),
    Severity.NOTICE: N_("notice"),
}
_ASPECTS: Final = {
    "value": N_("value"),
    "unit": N_("unit"),
    "when": N_("condition"),
    "applies": N_("asked where"),
    "require": N_("requires"),
    "severity": N_("weight"),
    "at": N_("asked at"),
    "title": N_("title"),
    "message": N_("sentence"),
    "label": N_("label"),
    "what": N_("content"),
    "text": N_("sentence"),
    "since_legacy": N_("for what was in use before"),
    "by": N_("at the latest"),
    "reference": N_("source"),
    "references": N_("source"),
    "evidence": N_("evidence"),
    "question": N_("question"),
    "role": N_("who may attest"),
    "is_verified": N_("verified"),
    "kind": N_("kind"),
    "choices": N_("choices"),
    "source": N_("source"),
    "unknown_verdict": N_("verdict where facts are missing"),
    "default_verdict": N_("verdict where no class holds"),
    "default_label": N_("label"),
}


def head(found: Difference, language: Language) -> list[str]:
    """Return what is compared, and how much changes."""
    translate = language.gettext
    first = N_("{title}: what changes between {first} and {last}.")
    if found.since == found.until:
        first = N_("{title}: what changes on {first}.")
    title = said(found.after.title, language.code) or found.after.key
    days = {"first": language.long_day(found.since), "last": language.long_day(found.until)}
    made = [translate(first).format(title=title, **days)]
    if found.before.sha256 != found.after.sha256:
        versions = translate(N_("Version {before} against version {after}."))
        made.append(versions.format(before=found.before.version, after=found.after.version))
    if not found.changes:
        return [*made, translate(N_("Nothing changes."))]
    if len(found.changes) > 1:
        made.append(_counted(found, language))
    return made


def _counted(found: Difference, language: Language) -> str:
    counts = Counter(one.kind for one in found.changes if not one.is_wording)
    parts = [language.gettext(text).format(n=counts[kind]) for kind, text in _COUNTED if counts[kind]]
    if n_worded := sum(one.is_wording for one in found.changes):
        parts.append(language.gettext(N_("{n} without effect on a verdict")).format(n=n_worded))
    return language.gettext(N_("In all: {counted}.")).format(counted=", ".join(parts))


def sentence(one: Change, language: Language) -> str:
    """Return one change: since when, what, what becomes of it, and on which ground."""
    is_dated = one.on is not None
    template = _WITHOUT_EFFECT if one.is_wording and not is_dated else _SENTENCES[one.kind, is_dated]
    told = language.gettext(template).format(
        day=language.long_day(one.on) if one.on else "",
        noun=language.gettext(_NOUNS[one.table]),
        id=one.id,
        text=_text(one, language).rstrip("."),
    )
    return f"{told.removesuffix('.')} ({one.reference})." if one.reference else told


def _text(one: Change, language: Language) -> str:
    called = [called_by(words, language.code) for words in one.words]
    if one.kind != "changes":
        if isinstance(one.entry, tuple):  # a notion is its condition
            return condition_text(one.entry, language.gettext, called[one.kind == "begins"])
        title = said(one.text, language.code).rstrip(".") or "–"
        return " – ".join(filter(None, [title, _standing(one, language)]))
    title = said(one.entry.label, language.code) if isinstance(one.entry, NamedValue) else ""
    title = title or (said(one.text, language.code) if isinstance(one.entry, Rule) else "")
    changed = "; ".join(_told(each, one, language, called[0], called[1]) for each in one.aspects)
    return f"{title.rstrip('.')} – {changed}" if title else changed


def _standing(one: Change, language: Language) -> str:
    """Return what a rule weighs and where it is asked; of other entries that nobody verified them."""
    if not isinstance(one.entry, Rule):
        is_verified = getattr(one.entry, "is_verified", True)
        return "" if is_verified else language.gettext(N_("not verified"))
    parts = [language.gettext(_WEIGHTS[one.entry.weight])]
    if not one.entry.is_verified:
        parts.append(language.gettext(N_("not verified")))
    if one.entry.at:
        parts.append(language.gettext(N_("at {places}")).format(places=", ".join(one.entry.at)))
    return ", ".join(parts)


def _told(aspect: Aspect, one: Change, language: Language, was: Called, becomes: Called) -> str:
    """Return ``requires: was “a”, becomes “b”``; of alternatives only those that are not in both."""
    before, after = aspect.before, aspect.after
    if _is_condition(before) and _is_condition(after):
        kept = [each for each in before if each in after]
        before = tuple(each for each in before if each not in kept) if kept else before
        after = tuple(each for each in after if each not in kept) if kept else after
    old, new = shown(before, language, was), shown(after, language, becomes)
    if aspect.name == "value" and isinstance(one.entry, NamedValue):
        old, new = (with_unit(each, one.entry.unit, language) for each in (old, new))
    name = language.gettext(_ASPECTS[aspect.name])
    if not old or before == ():
        return language.gettext(N_("{aspect}: “{after}” is added")).format(aspect=name, after=new)
    if not new or after == ():
        return language.gettext(N_("{aspect}: “{before}” is dropped")).format(aspect=name, before=old)
    return language.gettext(N_("{aspect}: was “{before}”, becomes “{after}”")).format(
        aspect=name, before=old, after=new
    )


def with_unit(figure: str, unit: str, language: Language) -> str:
    """Return a figure with its unit, euros as people of a language write them.

    >>> from stuurbord.language import language
    >>> with_unit("5404000", "EUR", language("nl")), with_unit("10", "d", language("nl"))
    ('€\xa05.404.000', '10 d')
    """
    if unit == "EUR" and _AMOUNT.fullmatch(figure):
        amount = Decimal(figure)
        return language.euro(amount, 0 if amount == amount.to_integral_value() else 2)
    return f"{figure} {unit}".strip()


def _is_condition(value: Any) -> bool:
    return isinstance(value, tuple) and bool(value) and all(isinstance(one, tuple) for one in value)


def shown(value: Any, language: Language | None = None, called: Called | None = None) -> str:
    """Return a value of an entry as people read it; without a language as programs do."""
    translate: Callable[[str], str] = language.gettext if language else str
    if isinstance(value, Severity) and language:
        return translate(_WEIGHTS[value])
    if isinstance(value, bool):
        return translate(N_("yes") if value else N_("no"))
    if isinstance(value, Mapping):
        return said(value, language.code if language else "nl")
    if isinstance(value, date):
        return language.long_day(value) if language else value.isoformat()
    if isinstance(value, Term):
        return term_text(value, called or str)
    if _is_condition(value):
        condition: Condition = value
        return condition_text(condition, translate, called)
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
