"""The test database for child processes: they open the same one, by its address."""

from __future__ import annotations

import os
from urllib.parse import urlsplit, urlunsplit

from django.db import connection


def child_environment() -> dict[str, str]:
    """Return the environment in which a child process works on the database of this test."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        address = f"sqlite:///{name}"
    else:
        server = urlsplit(os.environ["DATABASE_URL"])
        address = urlunsplit(server._replace(path=f"/{name}"))
    return os.environ | {"DATABASE_URL": address}
