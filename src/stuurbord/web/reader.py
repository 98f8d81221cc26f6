"""The reader's language, for figures and sentences made in Python."""

from django.utils.translation import get_language

from stuurbord.language import DEFAULT_LANGUAGE, LANGUAGES, Language, language


def reader() -> Language:
    """Return the language of the current request."""
    code = (get_language() or DEFAULT_LANGUAGE)[:2]
    return language(code if code in LANGUAGES else DEFAULT_LANGUAGE)
