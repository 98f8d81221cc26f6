"""Bring a catalogue up to date: new strings in, unused ones out, translations kept."""

from __future__ import annotations

from collections.abc import Iterable

from catalogue.messages import SOURCE_LANGUAGE, Message
from catalogue.po_file import Catalogue, Translation


def updated(before: Catalogue, messages: Iterable[Message], code: str) -> Catalogue:
    """Return the catalogue of exactly these messages, in their order, with the translations known of them.

    Of the source language only what reads otherwise than its source is kept.
    """
    known = {message.key: (message, said) for message, said in before.items()}
    made = {message: _kept(message, known.get(message.key)) for message in messages}
    if code == SOURCE_LANGUAGE:
        return {message: said for message, said in made.items() if all(said)}
    return made


def _kept(message: Message, known: tuple[Message, Translation] | None) -> Translation:
    """Return the known translation as long as it has the forms that the message needs."""
    wanted = 2 if message.plural else 1
    if known is None:
        return ("",) * wanted
    before, said = known
    # A plural that changed says something else now; a plural that came or went keeps nothing to stand on.
    return said if before.plural == message.plural else ("",) * wanted


def taken(catalogue: Catalogue, others: Iterable[Catalogue]) -> Catalogue:
    """Return the catalogue with the translations of others where it has none; the first that has one wins."""
    made = dict(catalogue)
    for other in others:
        known = {message.key: (message, said) for message, said in other.items()}
        for message, said in made.items():
            if not all(said):
                made[message] = _kept(message, known.get(message.key))
    return made
