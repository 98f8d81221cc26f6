"""What is wrong with a value, in the reader's language: the checker's own sentences are English."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from stuurbord.web.reader import reader

SENTENCES: Final = {
    "missing": gettext_noop("This field is needed."),
    "extra_forbidden": gettext_noop("There is no such field here."),
    "string_type": gettext_noop("Write a text."),
    "string_unicode": gettext_noop("The text holds characters that cannot be read."),
    "string_too_long": gettext_noop("Write at most {max_length} characters."),
    "string_too_short": gettext_noop("Write at least {min_length} characters."),
    "string_pattern_mismatch": gettext_noop("This is not written as it should be."),
    "int_type": gettext_noop("Write a whole number."),
    "int_parsing": gettext_noop("Write a whole number."),
    "int_parsing_size": gettext_noop("This number is too large."),
    "int_from_float": gettext_noop("Write a whole number."),
    "float_type": gettext_noop("Write a number."),
    "finite_number": gettext_noop("Write a number."),
    "euro_cents": gettext_noop("An amount in euro has two decimals at most."),
    "bool_type": gettext_noop("Write true or false."),
    "bool_parsing": gettext_noop("Write true or false."),
    "literal_error": gettext_noop("Choose one of: {expected}."),
    "greater_than_equal": gettext_noop("This is at least {ge}."),
    "greater_than": gettext_noop("This is more than {gt}."),
    "less_than_equal": gettext_noop("This is at most {le}."),
    "less_than": gettext_noop("This is less than {lt}."),
    "list_type": gettext_noop("Write a list."),
    "too_long": gettext_noop("This list holds at most {max_length} items."),
    "too_short": gettext_noop("This list holds at least {min_length} items."),
    "dict_type": gettext_noop("Write an object."),
    "model_type": gettext_noop("Write an object."),
    "model_attributes_type": gettext_noop("Write an object."),
}
_DAY: Final = gettext_noop("Write a day that exists, as 2026-11-25.")
_QUOTED: Final = re.compile(r"'([^']*)'")
_OTHER: Final = gettext_noop("This value is not possible here.")


def sentence(error: Mapping[str, Any]) -> str:
    """Return what is wrong, from an error as Pydantic tells it."""
    code = str(error["type"])
    text = _DAY if code.startswith("date") else SENTENCES.get(code, _OTHER)
    try:
        return _(text).format(**{name: _written(value) for name, value in error.get("ctx", {}).items()})
    except (KeyError, IndexError):
        return _(_OTHER)


def _written(value: Any) -> Any:
    """Return a limit as people write it, and what can be chosen as a list in the reader's language.

    An empty text can be chosen where a field may be left open: no list of words names it.
    """
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        exact = Decimal(str(value)).normalize()
        return reader().number(exact, max(0, -int(exact.as_tuple().exponent)))
    choices = [one for one in _QUOTED.findall(value) if one] if isinstance(value, str) else []
    if len(choices) < 2:
        return choices[0] if choices else value
    told = _("{choices} or {last}")
    return told.format(choices=", ".join(choices[:-1]), last=choices[-1])
