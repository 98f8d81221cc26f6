"""One request to a receiver: signed, to the judged address, with an end to time and size; no redirects."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
import socket
import ssl
import time
from dataclasses import dataclass
from typing import Any, Final

from stuurbord.errors import N_
from stuurbord.web.webhooks.addresses import Refused, Target, resolved

TIMEOUT: Final = 10.0
"""Seconds, for connecting and for the whole answer."""
MOST_READ: Final = 16 * 1024
_KEPT: Final = 300
AGENT: Final = "Stuurbord-Webhook/1"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of an attempt; ``status`` is None where nothing answered."""

    status: int | None
    milliseconds: int
    told: str

    @property
    def is_taken(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


def signature(secret: str, timestamp: int, body: bytes) -> str:
    """Return the header: HMAC-SHA256 over the timestamp, a point and the body."""
    signed = hmac.new(secret.encode(), f"{timestamp}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={timestamp},v1={signed}"


def encoded(payload: dict[str, Any]) -> bytes:
    """Return a payload as the bytes that are signed and sent."""
    return json.dumps(payload, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode(
        "utf-8", "replace"
    )


def send(url: str, secret: str, payload: dict[str, Any], event_id: str) -> Answer:
    """Send once and return what came of it; never raises for what happens outside."""
    began = time.monotonic()
    try:
        target = resolved(url)
        status, told = _posted(target, secret, encoded(payload), event_id)
    except Refused as error:
        return Answer(None, _since(began), str(error))
    except TimeoutError:
        return Answer(None, _since(began), N_("No answer within 10 seconds."))
    except ssl.SSLError as error:
        return Answer(None, _since(began), f"TLS: {error.reason or error}"[:_KEPT])
    except (OSError, http.client.HTTPException, ValueError) as error:
        return Answer(None, _since(began), f"{type(error).__name__}: {error}"[:_KEPT])
    return Answer(status, _since(began), told)


def _posted(target: Target, secret: str, body: bytes, event_id: str) -> tuple[int, str]:
    timestamp = int(time.time())
    headers = {
        "Host": _host(target),
        "Content-Type": "application/json",
        "User-Agent": AGENT,
        "Stuurbord-Event": event_id,
        "Stuurbord-Signature": signature(secret, timestamp, body),
        "Connection": "close",
    }
    connection = _Pinned(target)
    ends = time.monotonic() + TIMEOUT
    try:
        connection.request("POST", target.path, body, headers)
        response = connection.getresponse()
        return response.status, _beginning(_read(connection, response, ends))
    finally:
        connection.close()


def _read(connection: _Pinned, response: http.client.HTTPResponse, ends: float) -> bytes:
    """Read no more than is kept, and no longer than the whole may take: a drip feed is no answer."""
    read = b""
    while len(read) < MOST_READ:
        left = ends - time.monotonic()
        if left <= 0:
            raise TimeoutError
        if connection.sock is not None:
            connection.sock.settimeout(left)
        part = response.read1(MOST_READ - len(read))
        if not part:
            break
        read += part
    return read


class _Pinned(http.client.HTTPConnection):
    """Connects to the judged address, and asks there for the host by its name."""

    def __init__(self, target: Target) -> None:
        super().__init__(target.host, target.port, timeout=TIMEOUT)
        self._target = target

    def connect(self) -> None:
        plain = socket.create_connection((self._target.address, self._target.port), TIMEOUT)
        if self._target.scheme == "https":
            context = ssl.create_default_context()
            plain = context.wrap_socket(plain, server_hostname=self._target.host)
        self.sock = plain


def _host(target: Target) -> str:
    host = f"[{target.host}]" if ":" in target.host else target.host
    usual = {"http": 80, "https": 443}[target.scheme]
    return host if target.port == usual else f"{host}:{target.port}"


def _beginning(read: bytes) -> str:
    text = read[: 4 * _KEPT].decode("utf-8", "replace")
    return "".join(one if one.isprintable() else " " for one in text).strip()[:_KEPT]


def _since(began: float) -> int:
    return int((time.monotonic() - began) * 1000)
