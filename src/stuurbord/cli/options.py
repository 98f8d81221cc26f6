"""Options that several commands share, so that they read the same everywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from stuurbord.errors import N_

Json = Annotated[bool, typer.Option("--json", help=N_("Print JSON for a machine, no text."))]
OutFile = Annotated[Path, typer.Option("--out", help=N_("The file to write; one that exists is replaced."))]
PortfolioKey = Annotated[str, typer.Option("--portfolio", help=N_("Key of the portfolio."))]
