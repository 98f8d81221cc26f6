"""What goes with a proposal beside the plan: told, weighed and accepted with it by the room that knows it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString

from stuurbord.web.planning.events import proposal_weighed
from stuurbord.web.planning.models import Proposal

Told = SafeString | str


@dataclass(frozen=True, slots=True)
class Line:
    """One fact that changes with it."""

    label: str
    before: Told
    after: Told
    difference: Told


@dataclass(frozen=True, slots=True)
class Companion:
    """What else becomes true when a proposal is accepted.

    Attributes
    ----------
    name, url
        What it is called, and where it stands.
    notes
        What is to be minded about it, as sentences.
    beyond
        Why somebody has to decide on it, as sentences; empty within what was agreed.
    """

    name: str
    url: str
    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()
    beyond: tuple[str, ...] = ()


def companions_of(proposal: Proposal) -> list[Companion]:
    """Return what goes with an open proposal."""
    heard = proposal_weighed.send(sender=Proposal, proposal=proposal)
    return [made for _receiver, made in heard if made is not None]


def beyond(companions: list[Companion]) -> list[str]:
    """Return why what goes along has to be decided."""
    return [said for one in companions for said in one.beyond]
