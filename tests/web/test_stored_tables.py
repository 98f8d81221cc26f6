"""What the database keeps can be read and checked by any client of it, not by this application alone."""

from __future__ import annotations

import re

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db


def test_no_table_asks_for_a_function_of_the_application():
    """A backup is checked by SQLite itself, which knows none of Django's functions."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL knows no functions of the application")
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
        asking = [name for name, sql in cursor.fetchall() if re.search(r"\bdjango_\w+\(", sql)]
        cursor.execute("SELECT count(*) FROM sqlite_master WHERE type = 'table'")
        (n_tables,) = cursor.fetchone()

    assert n_tables > 50
    assert asking == []
