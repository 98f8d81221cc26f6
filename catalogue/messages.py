"""What can be translated: a sentence, perhaps with its plural, perhaps with a context that tells it apart."""

from __future__ import annotations

from dataclasses import dataclass

SOURCE_LANGUAGE = "en"


@dataclass(frozen=True, slots=True, order=True)
class Message:
    """One source string. Without context it is one entry, wherever it occurs."""

    text: str
    context: str = ""
    plural: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What gettext looks up."""
        return self.context, self.text


def united(found: list[Message]) -> list[Message]:
    """Return messages in their order of text, each once; with a plural it serves the singular too.

    Raises
    ------
    ValueError
        If one text has two plurals: gettext can hold only one.
    """
    by_key: dict[tuple[str, str], Message] = {}
    for message in found:
        known = by_key.setdefault(message.key, message)
        if known.plural and message.plural and known.plural != message.plural:
            raise ValueError(f"{message.text!r} has two plurals: {known.plural!r} and {message.plural!r}")
        if message.plural:
            by_key[message.key] = message
    return sorted(by_key.values(), key=lambda one: (one.text.casefold(), one.text, one.context))
