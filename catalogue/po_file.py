"""Read and write .po files that differ only where a string differs: sorted, without dates or line numbers."""

from __future__ import annotations

import io
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import normalize, read_po

from catalogue.messages import Message
from stuurbord.language import CATALOGUES

Translation = tuple[str, ...]
"""One text, or one per plural form; empty while there is none."""
Catalogue = dict[Message, Translation]
PLURAL_FORMS = {
    "nl": "nplurals=2; plural=(n != 1);",
    "fr": "nplurals=2; plural=(n > 1);",
    "en": "nplurals=2; plural=(n != 1);",
}
WIDTH = 100
_ABOUT = {
    "nl": "# Nederlands (België): leidend en volledig. Bijgewerkt door `make messages`.",
    "fr": "# Français (Belgique) : complet. Mis à jour par `make messages`.",
    "en": "# English is the source language: only what must read otherwise than its source stands here.",
}


def path_of(code: str) -> Path:
    """Return where the catalogue of a language stands."""
    return CATALOGUES / code / "LC_MESSAGES" / "django.po"


def read(path: Path) -> Catalogue:
    """Return the translations in a file, none if there is no file; what is marked fuzzy counts as none."""
    if not path.exists():
        return {}
    with path.open("rb") as file:
        entries = [entry for entry in read_po(file) if entry.id]
    made: Catalogue = {}
    for entry in entries:
        ids = (entry.id,) if isinstance(entry.id, str) else tuple(entry.id)
        said = (entry.string,) if isinstance(entry.string, str) else tuple(entry.string)
        message = Message(ids[0], entry.context or "", ids[1] if len(ids) > 1 else "")
        made[message] = ("",) * len(ids) if entry.fuzzy else said
    return made


def written(catalogue: Catalogue, code: str) -> str:
    """Return the text of a catalogue's file, in the order in which it is given."""
    header = (
        "Project-Id-Version: Stuurbord\\n",
        f"Language: {code}\\n",
        "MIME-Version: 1.0\\n",
        "Content-Type: text/plain; charset=utf-8\\n",
        "Content-Transfer-Encoding: 8bit\\n",
        f"Plural-Forms: {PLURAL_FORMS[code]}\\n",
    )
    lines = [_ABOUT[code], 'msgid ""', 'msgstr ""', *(f'"{line}"' for line in header), ""]
    for message, said in catalogue.items():
        lines += _entry(message, said)
    return "\n".join(lines)


def _entry(message: Message, said: Translation) -> list[str]:
    # Tells checkers, and people, that {name} is filled in and must stay.
    lines = ["#, python-brace-format"] if "{" in message.text else []
    if "%(" in message.text:
        lines = ["#, python-format"]
    if message.context:
        lines.append(f"msgctxt {normalize(message.context, width=WIDTH)}")
    lines.append(f"msgid {normalize(message.text, width=WIDTH)}")
    if not message.plural:
        return [*lines, f"msgstr {normalize(said[0], width=WIDTH)}", ""]
    lines.append(f"msgid_plural {normalize(message.plural, width=WIDTH)}")
    forms = [f"msgstr[{number}] {normalize(text, width=WIDTH)}" for number, text in enumerate(said)]
    return [*lines, *forms, ""]


def compiled(path: Path) -> bytes:
    """Return the binary form of a catalogue's file, as gettext reads it."""
    made = io.BytesIO()
    with path.open("rb") as file:
        write_mo(made, read_po(file))
    return made.getvalue()
