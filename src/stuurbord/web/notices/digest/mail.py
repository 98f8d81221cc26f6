"""Give a mail to the mail server that the settings name, and tell apart: went, refused, nobody knows."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from types import TracebackType
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings

TIMEOUT: Final = 20.0
"""Seconds for each answer of the mail server."""
_PORTS: Final = {"smtp": 25, "smtps": 465}
_WITH_TLS: Final = 587


class MailRefused(Exception):
    """The mail did not go, for sure.

    Attributes
    ----------
    is_final
        Trying again makes no sense: the server said 5xx, or the address is none.
    is_server
        The server itself cannot be reached or refuses us: no other mail will go either.
    """

    def __init__(self, reason: str, *, is_final: bool = False, is_server: bool = False) -> None:
        super().__init__(reason)
        self.is_final, self.is_server = is_final, is_server


class MailUnknown(Exception):
    """The server broke off while it had the mail: it may have gone."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where mail goes, read from ``smtp://name:word@host:587/?tls=1``."""

    host: str
    port: int
    user: str = ""
    password: str = ""
    is_tls: bool = False
    """From the first byte (``smtps://``)."""
    starts_tls: bool = False

    @classmethod
    def from_url(cls, url: str) -> Server:
        """Read the setting.

        Raises
        ------
        ValueError
            If it is no such address.
        """
        parts = urlsplit(url)
        if parts.scheme not in _PORTS or not parts.hostname:
            raise ValueError("not smtp://host or smtps://host")
        starts_tls = parse_qs(parts.query).get("tls", ["0"])[-1] == "1" and parts.scheme == "smtp"
        port = parts.port or (_WITH_TLS if starts_tls else _PORTS[parts.scheme])
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        return cls(parts.hostname, port, user, password, parts.scheme == "smtps", starts_tls)


def is_mail_configured() -> bool:
    """Return whether mail can go: there is a server, and an address for the links."""
    return bool(settings.STUURBORD_SMTP_URL and settings.STUURBORD_ADDRESS)


class Outbox:
    """One connection for many mails, opened with the first; a context."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._open: smtplib.SMTP | None = None

    def __enter__(self) -> Outbox:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def send(self, message: EmailMessage) -> None:
        """Send one mail.

        Raises
        ------
        MailRefused, MailUnknown
        """
        connection = self._open or self._connect()
        self._open = connection
        try:
            connection.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            code, told = next(iter(error.recipients.values()))
            self._close()
            raise _refused(code, told) from error
        except smtplib.SMTPResponseException as error:  # sender or content refused, with a code
            self._close()
            raise _refused(error.smtp_code, error.smtp_error) from error
        except (smtplib.SMTPNotSupportedError, UnicodeError, ValueError) as error:
            self._close()
            raise MailRefused(type(error).__name__, is_final=True) from error
        except (smtplib.SMTPException, OSError) as error:
            self._close()
            raise MailUnknown(type(error).__name__) from error

    def _connect(self) -> smtplib.SMTP:
        server = self._server
        safely = ssl.create_default_context()
        try:
            if server.is_tls:
                made: smtplib.SMTP = smtplib.SMTP_SSL(
                    server.host, server.port, timeout=TIMEOUT, context=safely
                )
            else:
                made = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT)
            if server.starts_tls:
                made.starttls(context=safely)
            if server.user:
                made.login(server.user, server.password)
        except (smtplib.SMTPException, OSError) as error:
            raise MailRefused(_told(error), is_server=True) from error
        return made

    def _close(self) -> None:
        if self._open is not None:
            connection, self._open = self._open, None
            try:
                connection.quit()
            except (smtplib.SMTPException, OSError):
                connection.close()


def _refused(code: int, told: bytes | str) -> MailRefused:
    text = told.decode(errors="replace") if isinstance(told, bytes) else told
    # 421: this server does not want to talk now, to nobody.
    return MailRefused(f"{code} {text}", is_final=500 <= code < 600, is_server=code == 421)


def _told(error: Exception) -> str:
    """Return what went wrong without the password that a server may repeat."""
    code = getattr(error, "smtp_code", "")
    return f"{type(error).__name__} {code}".strip()
