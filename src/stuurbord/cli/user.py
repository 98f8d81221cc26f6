"""``stuurbord user``: the first accounts, and a way back in when nobody can log in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

import typer

from stuurbord.cli.options import Json
from stuurbord.cli.portfolio import portfolio_called
from stuurbord.cli.refusals import Conflict
from stuurbord.cli.terminal import Terminal, terminal
from stuurbord.errors import N_

if TYPE_CHECKING:
    from stuurbord.web.accounts.models import Role, User
    from stuurbord.web.accounts.permissions import ScopeKey

app = typer.Typer(no_args_is_help=True, help=N_("Open accounts from the server itself."))
ROLES: Final = (
    "administrator",
    "portfolio_manager",
    "project_manager",
    "project_owner",
    "controller",
    "procurement_lawyer",
    "auditor",
    "reader",
)


@app.command(
    "add",
    help=N_(
        "Open an account with a role, and print its first password once.\n\n"
        "Without --portfolio the role holds for the whole organisation. An administrator gives roles but "
        "does not see portfolios."
    ),
)
def add(
    context: typer.Context,
    email: Annotated[str, typer.Argument(help=N_("E-mail address to log in with."), metavar="EMAIL")],
    name: Annotated[str, typer.Option(help=N_("Name as others see it."))],
    role: Annotated[
        list[str] | None,
        typer.Option(help=N_("Role, may be repeated; without it administrator."), metavar="|".join(ROLES)),
    ] = None,
    portfolio: Annotated[str, typer.Option(help=N_("Key of the portfolio the roles are for."))] = "",
    project: Annotated[str, typer.Option(help=N_("Code of a project in it, if for that alone."))] = "",
    json: Json = False,
) -> None:
    from stuurbord.cli.database import open_for_writing

    speaker = terminal(context)
    _check_roles(role or [], portfolio, project, speaker)
    open_for_writing(speaker)
    _check_email(email, speaker)
    where = _scope(portfolio, project, speaker)
    account, password = _created(email, name, role or ["administrator"], where, speaker)
    if json:
        roles = role or ["administrator"]
        speaker.print_json(
            {"email": account.email, "name": account.name, "roles": roles, "password": password}
        )
        return
    _tell_password(account, password, speaker)


@app.command("reset-password", help=N_("Give an account a new first password, and print it once."))
def reset_password(
    context: typer.Context,
    email: Annotated[str, typer.Argument(help=N_("E-mail address of the account."), metavar="EMAIL")],
    json: Json = False,
) -> None:
    from stuurbord.cli.database import open_for_writing, operator

    speaker = terminal(context)
    open_for_writing(speaker)
    from stuurbord.web.accounts.actions import reset_password as reset
    from stuurbord.web.accounts.models import User

    account = User.objects.filter(email__iexact=email).first()
    if account is None:
        text = speaker.gettext(N_("There is no account with the address {email}."))
        raise typer.BadParameter(text.format(email=email))
    password = reset(operator(speaker), account, account.version)
    if json:
        speaker.print_json({"email": account.email, "password": password})
        return
    _tell_password(account, password, speaker)


def _check_roles(roles: list[str], portfolio: str, project: str, speaker: Terminal) -> None:
    unknown = [one for one in roles if one not in ROLES]
    if unknown:
        text = speaker.gettext(N_("“{role}” is no role; there are: {roles}."))
        raise typer.BadParameter(text.format(role=unknown[0], roles=", ".join(ROLES)))
    if project and not portfolio:
        raise typer.BadParameter(speaker.gettext(N_("--project needs --portfolio.")))
    if portfolio and (not roles or "administrator" in roles):
        text = N_("An administrator is one for the whole organisation: give a --role other than that.")
        raise typer.BadParameter(speaker.gettext(text))


def _check_email(email: str, speaker: Terminal) -> None:
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    from stuurbord.web.accounts.models import User

    try:
        validate_email(email)
    except ValidationError as error:
        text = speaker.gettext(N_("“{email}” is no e-mail address.")).format(email=email)
        raise typer.BadParameter(text) from error
    if User.objects.filter(email__iexact=email).exists():
        text = speaker.gettext(N_("There is an account with the address {email} already."))
        raise Conflict(text.format(email=email))


def _scope(portfolio: str, project: str, speaker: Terminal) -> ScopeKey:
    from stuurbord.web.accounts.models import Scope
    from stuurbord.web.accounts.permissions import EVERYWHERE

    if not portfolio:
        return EVERYWHERE
    from stuurbord.web.projects.models import Project

    found = portfolio_called(portfolio, speaker)
    if not project:
        return (Scope.PORTFOLIO, found.pk)
    one = Project.objects.filter(portfolio=found, code=project).first()
    if one is None:
        text = speaker.gettext(N_("There is no project {code} in portfolio {key}."))
        raise typer.BadParameter(text.format(code=project, key=portfolio))
    return (Scope.PROJECT, one.pk)


def _created(email: str, name: str, roles: list[str], where: ScopeKey, speaker: Terminal) -> tuple[User, str]:
    """Return the account with its roles, all of it or nothing, and its first password."""
    from django.db import transaction

    from stuurbord.cli.database import operator
    from stuurbord.web.accounts.actions import create_account, grant_role
    from stuurbord.web.accounts.models import Role

    actor = operator(speaker)
    with transaction.atomic():
        account, password = create_account(actor, email, name, speaker.language.code)
        for role in roles:
            one: Role = Role(role)
            grant_role(actor, account, one, where)
    return account, password


def _tell_password(account: User, password: str, speaker: Terminal) -> None:
    text = speaker.gettext(N_("{name} logs in with {email} and this first password, shown only now:"))
    speaker.say(text.format(name=account.name, email=account.email))
    speaker.say(f"    {password}", style="bold")
