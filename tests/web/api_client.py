"""A program that talks to the API in the tests."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.test import Client

from stuurbord.web.accounts.models import User
from stuurbord.web.api.tokens import create_token
from stuurbord.web.clock import today

BASE = "/api/v1"


def token(of: User, *, can_write: bool = True, until: date | None = None, portfolio: Any = None) -> str:
    """Return the secret of a new token."""
    until = until or today() + timedelta(days=30)
    return create_token(of, "proef", until, can_write=can_write, portfolio=portfolio)[1]


class Program:
    """Sends JSON with a token; ``client`` is the test's own."""

    def __init__(self, client: Client, secret: str = "") -> None:
        self.client = client
        self.headers = {"Authorization": f"Bearer {secret}"} if secret else {}

    def ask(self, method: str, path: str, sent: Any = None, **headers: str) -> HttpResponse:
        """Return the answer; a header ``If_Match`` is sent as ``If-Match``."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        body = {} if sent is None else {"data": json.dumps(sent), "content_type": "application/json"}
        return self.client.generic(method, BASE + path, headers=self.headers | named, **body)

    def get(self, path: str, **headers: str) -> HttpResponse:
        return self.ask("GET", path, **headers)

    def post(self, path: str, sent: Any = None, **headers: str) -> HttpResponse:
        return self.ask("POST", path, sent, **headers)

    def patch(self, path: str, sent: Any, **headers: str) -> HttpResponse:
        return self.ask("PATCH", path, sent, **headers)

    def delete(self, path: str, **headers: str) -> HttpResponse:
        return self.ask("DELETE", path, **headers)
