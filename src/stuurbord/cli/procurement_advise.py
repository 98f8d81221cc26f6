"""``stuurbord procurement advise``: which procedures the law allows for a contract, why, and what follows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from stuurbord.cli.options import Json
from stuurbord.cli.terminal import Terminal, printable, terminal
from stuurbord.errors import N_, Finding, Severity, UnreadableFile, Where

if TYPE_CHECKING:
    from stuurbord.rulebooks.be_procurement import Advice, ProcedureVerdict
    from stuurbord.rulebooks.be_procurement.answer_words import AnswerWords

HELP = N_("Ask which procedures the law allows for a contract, why, and what follows.")

_LEVELS: Final = {
    "eu": N_("EU level"),
    "national": N_("below the EU threshold"),
    "none": N_("without a procedure of its own"),
    "unknown": N_("undetermined"),
}
_REGIMES: Final = {
    "low_value": N_("low value: no duty to inform under the law of 17 June 2013"),
    "art29_1": N_("article 29/1: the result at once, the reasons on request"),
    "art29": N_("article 29: the reasoned decision at once"),
    "chapter1": N_("chapter 1: full information with the standstill"),
    "check": N_("to be checked: the threshold of that day was not read"),
}


def advise(
    context: typer.Context,
    facts: Annotated[
        Path,
        typer.Option("--facts", metavar="FILE", help=N_("The facts of the contract, as JSON or TOML.")),
    ],
    pack: Annotated[
        str, typer.Option("--pack", metavar="NAME", help=N_("A draft over the law, by its name: draft-2026."))
    ] = "",
    json: Json = False,
) -> None:
    from stuurbord.cli.rules_found import told_in
    from stuurbord.rulebooks.be_procurement import advise as ask
    from stuurbord.rulebooks.be_procurement.law import OVERLAYS

    speaker = terminal(context)
    if pack and pack not in OVERLAYS:
        text = speaker.gettext(N_("There is no draft {name}. There are: {known}."))
        raise typer.BadParameter(text.format(name=pack, known=", ".join(OVERLAYS)))
    answer = ask(told_in(facts), pack)
    if answer.told.is_refused:
        raise UnreadableFile(*_findings(answer, facts.name, speaker))
    if json:
        speaker.print_json(answer.plain(speaker.language.code))
    else:
        _show(answer, speaker)


def _findings(answer: Advice, file: str, speaker: Terminal) -> Iterator[Finding]:
    """Yield what is wrong with the facts, each told in the reader's language."""
    from stuurbord.rulebooks.rule_pack.model import said

    refused = {one.code for one in answer.told.doubts if one.is_refused}
    for one in answer.warnings:
        if one.code in refused:
            text = said(one.text, speaker.language.code).replace("{", "{{").replace("}", "}}")
            yield Finding("fact_wrong_kind", text, Severity.ERROR, Where(file))


def _show(answer: Advice, speaker: Terminal) -> None:
    from stuurbord.rulebooks.be_procurement.answer_words import AnswerWords
    from stuurbord.rulebooks.be_procurement.duties import bond, regime
    from stuurbord.rulebooks.rule_pack.model import said

    language, code = speaker.language, speaker.language.code
    amount = "–" if answer.estimate is None else language.euro(answer.estimate, 2)
    head = speaker.gettext(N_("Estimate {amount}: {level}"))
    speaker.say(head.format(amount=amount, level=speaker.gettext(_LEVELS[answer.level])), style="bold")
    where = speaker.gettext(N_("{key} {version}, as of {day}, text {hash}"))
    day = "–" if answer.told.day is None else language.day(answer.told.day)
    speaker.say(
        where.format(key=answer.pack, version=answer.version, day=day, hash=answer.pack_hash[:12]),
        style="dim",
    )
    words = AnswerWords(language)
    speaker.say(_validity(answer, words, speaker), style="dim")
    speaker.say()
    if answer.procedures:
        _show_procedures(answer, words, speaker)
    if (found := regime(answer)) is not None:
        speaker.say(
            speaker.gettext(N_("Information: {regime}")).format(regime=speaker.gettext(_REGIMES[found]))
        )
    if (euro := bond(answer)) is not None:
        speaker.say(speaker.gettext(N_("Bond: {amount}")).format(amount=language.euro(euro, 2)))
    _list(
        N_("Missing facts"), [f"{said(one.question, code)} ({one.fact})" for one in answer.missing], speaker
    )
    duties = [
        f"{said(one.text, code)} ({words.cited(one.article, is_verified=one.verified)})"
        for one in answer.obligations
    ]
    _list(N_("Duties"), duties, speaker)
    _list(N_("Note well"), [words.warning(one) for one in answer.warnings], speaker)


def _show_procedures(answer: Advice, words: AnswerWords, speaker: Terminal) -> None:
    speaker.show(_table(answer, words, speaker))
    speaker.say()
    speaker.say(speaker.gettext(N_("Why")), style="bold")
    for each in answer.procedures:
        speaker.say(f"- {words.heading(each)}")
        for line in _why(each, words, speaker.language.code):
            speaker.say(f"  – {speaker.hanging(line, by=4)}")
    speaker.say()


def _validity(answer: Advice, words: AnswerWords, speaker: Terminal) -> str:
    """Return for how long the rules behind the answer stand."""
    if not answer.law.is_known:
        return speaker.gettext(N_("excluding VAT · validity of the rules undetermined"))
    days = words.period(answer.validity.valid_from, answer.validity.valid_to)
    if not days:
        return speaker.gettext(N_("excluding VAT"))
    return speaker.gettext(N_("excluding VAT · rules valid {days}")).format(days=days)


def _table(answer: Advice, words: AnswerWords, speaker: Terminal) -> Any:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in (N_("Procedure"), N_("Verdict"), N_("Minimum"), N_("Standstill")):
        table.add_column(speaker.gettext(name))
    for one in answer.procedures:
        table.add_row(*map(printable, _row(one, words)))
    return table


def _row(one: ProcedureVerdict, words: AnswerWords) -> Sequence[str]:
    return words.procedure(one.code), words.verdict(one.verdict), words.minimum(one), words.standstill(one)


def _why(one: ProcedureVerdict, words: AnswerWords, code: str) -> Iterator[str]:
    """Yield each reason with article, days and whether it was read; then a condition that is no ground."""
    from stuurbord.rulebooks.rule_pack.model import said

    yield from words.reasons(one)
    if one.condition and not one.is_on_grounds:
        told = said(one.condition, code)
        yield f"{told[:1].upper()}{told[1:].removesuffix('.')}."


def _list(title: str, lines: Sequence[str], speaker: Terminal) -> None:
    if lines:
        speaker.say()
        speaker.say(speaker.gettext(title), style="bold")
        for line in lines:
            speaker.say(f"- {speaker.hanging(line)}")
