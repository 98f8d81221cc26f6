"""Which kinds of work there are: the rooms above register a function for each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from stuurbord.web.accounts.permissions import Permission

if TYPE_CHECKING:
    from stuurbord.web.jobs.models import Job
    from stuurbord.web.jobs.work import Work

Keep = Callable[[], str]
"""Stores what was found, in the transaction that ends the job; returns where it is, ≤ 200 characters."""
JobFunction = Callable[["Work"], Keep]
"""Computes outside every transaction, and returns how to keep the answer."""


def _no_address(_job: Job) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Kind:
    """What is known of one kind of work.

    Parameters
    ----------
    label
        English source of what people call it, marked for translation.
    permission
        Who may ask for it.
    stop_permission
        Who may stop what others asked; who asked may stop it in any case.
    steps
        English source of each step, by the code that `Work.step` gives.
    result_url
        Address of the page that shows what a job found; empty if there is none.
    """

    code: str
    function: JobFunction
    label: str
    permission: Permission
    steps: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    result_url: Callable[[Job], str] = _no_address
    stop_permission: Permission | None = None
    """None: the same as to ask for it."""

    @property
    def to_stop(self) -> Permission:
        return self.stop_permission or self.permission


KINDS: dict[str, Kind] = {}


def register(
    code: str,
    function: JobFunction,
    *,
    label: str,
    permission: Permission,
    steps: Mapping[str, str] = MappingProxyType({}),
    result_url: Callable[[Job], str] = _no_address,
    stop_permission: Permission | None = None,
) -> None:
    """Make a kind known; called when its app is ready.

    Raises
    ------
    ValueError
        If another kind has this code.
    """
    if code in KINDS:
        raise ValueError(f"kind {code} is registered already")
    KINDS[code] = Kind(code, function, label, permission, steps, result_url, stop_permission)
