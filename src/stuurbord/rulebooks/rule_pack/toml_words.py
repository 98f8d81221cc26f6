"""What is wrong with a text that is no TOML, in a sentence for who wrote it."""

from __future__ import annotations

import re
from typing import Final

from stuurbord.errors import N_

_TWICE: Final = N_("The key {key} stands here for the second time.")
_TABLE_TWICE: Final = N_("The table {key} stands here for the second time, or is a value already.")
_QUOTES: Final = N_("A text has no closing quotation mark, or holds a character that may not stand there.")
_LINE: Final = N_("A line is a key, an equals sign and a value, or the name of a table in square brackets.")
_OPEN: Final = N_("A list, or a table in braces, is not closed.")
_OTHER: Final = N_("This is not TOML: {problem}.")
_SENTENCES: Final = (
    # how the reader of Python begins → what we say
    ("Cannot overwrite a value", _TWICE),
    ("Duplicate inline table key", _TWICE),
    ("Cannot declare", _TABLE_TWICE),
    ("Cannot redefine namespace", _TABLE_TWICE),
    ("Cannot mutate immutable namespace", _TABLE_TWICE),
    ("Illegal character", _QUOTES),
    ("Unterminated string", _QUOTES),
    ("Found invalid character", _QUOTES),
    ("Unescaped", N_("A backslash in a text is written twice.")),
    ("Escaped character", N_("A backslash in a text is written twice.")),
    ("Invalid hex value", N_("A backslash in a text is written twice.")),
    ("Invalid date or datetime", N_("This day or time does not exist.")),
    ("Invalid value", N_("A value is a text in quotation marks, a number, a day, true, false, or a list.")),
    ("Expected ']", N_("The name of a table has no closing square bracket.")),
    ("Expected newline", N_("Something else stands behind the value, on the same line.")),
    ("Expected '='", _LINE),
    ("Invalid initial character", _LINE),
    ("Invalid statement", _LINE),
    ("Unclosed", _OPEN),
)
_KEY: Final = re.compile(r"\s*(?:\[+\s*)?([\w.\-\"']+)")


def in_words(problem: str, line: str) -> tuple[str, dict[str, str]]:
    """Return the sentence, to translate, and its fields.

    Parameters
    ----------
    problem
        What the TOML reader of Python says.
    line
        The line of the text where it says so.
    """
    for beginning, sentence in _SENTENCES:
        if problem.startswith(beginning):
            found = re.search(r"key '([^']+)'", problem) or _KEY.match(line)
            return sentence, {"key": found[1].strip("\"'") if found else "–"} if "{key}" in sentence else {}
    return _OTHER, {"problem": problem}
