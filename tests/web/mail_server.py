"""A mail server for tests, on loopback: it keeps what comes, and refuses or breaks off as it is told."""

from __future__ import annotations

import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from threading import Thread
from typing import Any


@dataclass
class Sink:
    """What came in, and how the server behaves.

    Attributes
    ----------
    answers
        Command → what is answered instead of yes: ``{"RCPT": "550 no such user"}``; an empty text breaks off.
        ``BODY`` is the answer after the content.
    """

    received: list[bytes] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    url: str = ""

    @property
    def messages(self) -> list[EmailMessage]:
        return [message_from_bytes(one, policy=policy.default) for one in self.received]  # type: ignore[misc]

    @property
    def readers(self) -> list[str]:
        return sorted(str(one["To"].addresses[0].addr_spec) for one in self.messages)


class _Talk(socketserver.StreamRequestHandler):
    """RFC 5321, as much of it as a client needs that sends one mail after another."""

    timeout = 10

    def handle(self) -> None:
        self._say("220 sink")
        while line := self.rfile.readline(2000):
            command = line[:4].decode("ascii", "replace").upper().strip()
            told = self.server.sink.answers.get(command)  # type: ignore[attr-defined]
            if told is not None:
                if not told:
                    return
                self._say(told)
            elif command == "DATA":
                if not self._take():
                    return
            elif command == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _take(self) -> bool:
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline(5000)) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        sink = self.server.sink  # type: ignore[attr-defined]
        told = sink.answers.get("BODY", "250 kept")
        if told.startswith("250") or not told:
            sink.received.append(b"".join(lines))
        if told:
            self._say(told)
        return bool(told)

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    sink: Sink

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: clients that break off are part of the tests."""


@contextmanager
def mail_server() -> Iterator[Sink]:
    """Run a server on a free port of loopback."""
    with _Server(("127.0.0.1", 0), _Talk) as server:
        server.sink = Sink(url=f"smtp://127.0.0.1:{server.server_address[1]}")
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield server.sink
        server.shutdown()
        thread.join()
