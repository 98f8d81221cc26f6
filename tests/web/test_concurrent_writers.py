"""Many at once: every change lands or is refused, and the audit chain stays one chain."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from web import factories

from stuurbord.errors import VersionConflict
from stuurbord.web.audit.chain import verify_database
from stuurbord.web.projects.actions import create_portfolio, save_version
from stuurbord.web.projects.models import Portfolio

WRITERS, CHANGES = 8, 5


@pytest.mark.django_db(transaction=True)
def test_eight_writers_make_one_chain():
    """None fails, and the chain counts every change."""

    def write(writer: int) -> None:
        try:
            for number in range(CHANGES):
                create_portfolio(factories.OPERATOR, f"S{writer}-{number}", "Portefeuille")
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, range(WRITERS)))
    count, broken = verify_database()

    assert broken is None
    assert count == WRITERS * CHANGES


@pytest.mark.django_db(transaction=True)
def test_of_two_who_change_the_same_version_one_is_refused():
    """Eight people save what they read at the same moment: one wins, seven are told."""
    key = factories.portfolio().key

    def change(writer: int) -> str:
        try:
            with transaction.atomic():
                portfolio = Portfolio.objects.get(key=key)
                portfolio.name = f"Van {writer}"
                save_version(portfolio, 1)
            return "saved"
        except VersionConflict:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        answers = sorted(pool.map(change, range(WRITERS)))

    assert answers == ["refused"] * (WRITERS - 1) + ["saved"]
    assert Portfolio.objects.get(key=key).version == 2
