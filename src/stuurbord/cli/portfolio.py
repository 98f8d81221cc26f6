"""``stuurbord portfolio``: which portfolios there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from stuurbord.cli.options import Json
from stuurbord.cli.terminal import Terminal, printable, terminal
from stuurbord.errors import N_

if TYPE_CHECKING:
    from stuurbord.web.projects.models import Portfolio

app = typer.Typer(no_args_is_help=True, help=N_("Look at portfolios."))


@app.callback()
def _group() -> None:
    """Keep ``list`` a command of the group, also while it is the only one."""


@app.command("list", help=N_("List the portfolios with their projects and last snapshot."))
def list_(context: typer.Context, json: Json = False) -> None:
    from stuurbord.cli.database import open_for_reading

    speaker = terminal(context)
    open_for_reading(speaker)
    records = portfolio_records()
    if json:
        speaker.print_json({"portfolios": records})
    elif not records:
        text = N_("There is no portfolio yet. `stuurbord import` makes the first.")
        speaker.say(speaker.gettext(text))
    else:
        _show(records, speaker)


def portfolio_records() -> list[dict[str, Any]]:
    """Return what there is to know of each portfolio, in two queries."""
    from django.db.models import Count, Max, Q

    from stuurbord.web.projects.models import Portfolio

    named = ("key", "name", "organisation", "meeting")
    found = Portfolio.objects.filter(is_archived=False).values(*named)
    counted = found.annotate(
        n_projects=Count("projects", filter=Q(projects__is_archived=False), distinct=True),
        last_snapshot=Max("snapshots__as_of"),
    )
    return [
        {
            **{name: one[name] for name in named},
            "projects": one["n_projects"],
            "last_snapshot": one["last_snapshot"] and one["last_snapshot"].isoformat(),
        }
        for one in counted.order_by("key")
    ]


def portfolio_called(key: str, terminal: Terminal) -> Portfolio:
    """Return the portfolio with this key, or refuse with the keys there are."""
    from stuurbord.web.projects.models import Portfolio

    found = Portfolio.objects.filter(key=key, is_archived=False).first()
    if found is None:
        raise typer.BadParameter(unknown_portfolio(key, terminal))
    return found


def unknown_portfolio(key: str, terminal: Terminal) -> str:
    """Return the sentence that says which portfolios there are instead."""
    from stuurbord.web.projects.models import Portfolio

    keys = list(Portfolio.objects.filter(is_archived=False).order_by("key").values_list("key", flat=True))
    if not keys:
        return terminal.gettext(N_("There is no portfolio yet. `stuurbord import` makes the first."))
    text = terminal.gettext(N_("There is no portfolio {key}. There are: {keys}."))
    return text.format(key=key, keys=", ".join(keys))


def _show(records: list[dict[str, Any]], terminal: Terminal) -> None:
    from rich.table import Table

    _ = terminal.gettext
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for label in (N_("Key"), N_("Name"), N_("Organisation")):
        table.add_column(_(label))
    table.add_column(_(N_("Projects")), justify="right")
    table.add_column(_(N_("Last snapshot")))
    for one in records:
        snapshot = one["last_snapshot"]
        day = "–" if snapshot is None else "/".join(reversed(snapshot.split("-")))
        texts = [printable(one[name]) for name in ("key", "name", "organisation")]
        table.add_row(*texts, terminal.language.number(one["projects"]), day)
    terminal.show(table)
