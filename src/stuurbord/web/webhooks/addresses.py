"""Where a webhook may go: to the outside world only, and to the address that was looked at.

A name is resolved once, every address it gives is judged, and the connection goes to the judged address: a
name that answers differently the second time leads nowhere else.
"""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings

from stuurbord.errors import N_

LONGEST: Final = 500
_PORTS: Final = {"http": 80, "https": 443}


class Refused(ValueError):
    """An address that is not called; the sentence is English and marked for translation."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where to connect, and whom to ask for there."""

    scheme: str
    host: str
    port: int
    path: str
    address: str
    """The judged IP address."""


def checked(url: str) -> tuple[str, str, int, str]:
    """Return scheme, host, port and path of an address that could be called.

    Raises
    ------
    Refused
        If it is no plain http or https address.
    """
    if len(url) > LONGEST or not url.isascii() or any(one <= " " or one == "\x7f" for one in url):
        raise Refused(N_("Write an address of at most 500 plain characters, without spaces."))
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise Refused(N_("This is no address that can be called.")) from None
    if parts.scheme not in _PORTS or not parts.hostname:
        raise Refused(N_("The address begins with https:// or http://."))
    if parts.username is not None or parts.password is not None:
        raise Refused(N_("An address holds no user name and no password."))
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return parts.scheme, parts.hostname, _PORTS[parts.scheme] if port is None else port, path


def resolved(url: str) -> Target:
    """Return where to connect for an address.

    Raises
    ------
    Refused
        If the name is not known, or one of its addresses is not public.
    """
    scheme, host, port, path = checked(url)
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Refused(N_("The name is not known.")) from None
    addresses = list(dict.fromkeys(str(one[4][0]) for one in found))
    if not addresses:
        raise Refused(N_("The name is not known."))
    if not settings.STUURBORD_WEBHOOK_PRIVATE and not all(is_public(one) for one in addresses):
        raise Refused(N_("The address lies inside the own network; it is not called."))
    return Target(scheme, host, port, path, addresses[0])


def is_public(address: str) -> bool:
    """Return whether an IP address lies in the outside world, also where it is written inside an IPv6 one."""
    one = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(one, ipaddress.IPv6Address):
        inner = one.ipv4_mapped or one.sixtofour or (one.teredo[1] if one.teredo else None)
        if inner is None and one in _NAT64:
            inner = ipaddress.IPv4Address(int(one) & 0xFFFF_FFFF)
        if inner is not None:
            return is_public(str(inner))
        if one.is_site_local:  # the own network of before RFC 4193, which some still have
            return False
    return one.is_global and not one.is_multicast and not one.is_reserved


_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")
