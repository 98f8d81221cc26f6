"""The command line speaks in the language of a run; what that sets in the process is put back."""

from __future__ import annotations

import gettext
from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _own_language(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Start every test without a chosen language and leave none behind."""
    monkeypatch.delenv("STUURBORD_LANG", raising=False)
    monkeypatch.setenv("LANGUAGE", "en")
    domain = gettext.textdomain()
    with translation.override(None):
        yield
    gettext.textdomain(domain)
