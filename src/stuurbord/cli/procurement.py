"""``stuurbord procurement``: what the law on public procurement asks, notices, and the codes in them."""

from __future__ import annotations

import typer

from stuurbord.cli import procurement_advise, procurement_codes, procurement_notice
from stuurbord.errors import N_

app = typer.Typer(no_args_is_help=True, help=N_("Public procurement: advice, notices, codes."))

app.command("advise", help=procurement_advise.HELP)(procurement_advise.advise)
app.command("notice", help=procurement_notice.HELP)(procurement_notice.notice)
app.command("cpv", help=procurement_codes.HELP)(procurement_codes.cpv)
