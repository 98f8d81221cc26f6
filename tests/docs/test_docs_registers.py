"""Every register stands in the manual, under the name that people see and the letters of its numbers."""

from __future__ import annotations

import pytest
from django.utils import translation
from docs.pages import MANUAL, text_of

from stuurbord.web.lists.register import REGISTERS

SAMPLE = "proef"
"""The register of the tests, which no installation has."""
NAMES = sorted(set(REGISTERS) - {SAMPLE})


@pytest.mark.parametrize("slug", NAMES)
def test_every_register_is_explained(slug: str) -> None:
    """On the page of the registers or, for money, on the controller's."""
    register = REGISTERS[slug]
    told = (text_of(MANUAL / "registers.md") + text_of(MANUAL / "controller.md")).casefold()
    with translation.override("nl"):
        title = str(register.title).partition(" (")[0].casefold()

    assert title in told
