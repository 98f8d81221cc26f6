"""Changes to accounts and roles: each checks a permission, changes, and writes its audit entry."""

from __future__ import annotations

import secrets
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stuurbord.errors import NotPermitted, VersionConflict
from stuurbord.web.accounts.models import Membership, Person, Role, Scope, User
from stuurbord.web.accounts.permissions import EVERYWHERE, Permission, ScopeKey, require
from stuurbord.web.accounts.queries import administrators
from stuurbord.web.accounts.scopes import portfolio_of, reference_of
from stuurbord.web.audit.chain import record

# Without the letters and figures that people mix up when they read a password aloud.
_CHARACTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def initial_password() -> str:
    """Return a random password of four groups, about 99 bits, that one can read over the telephone."""
    return "-".join("".join(secrets.choice(_CHARACTERS) for _i in range(5)) for _g in range(4))


@transaction.atomic
def create_account(actor: Any, email: str, name: str, language: str = "nl") -> tuple[User, str]:
    """Open an account and return it with its first password, which is stored nowhere in the clear.

    The person with this e-mail address gets the account; there is one made where nobody has the address.
    """
    require(actor, Permission.MANAGE_ACCESS)
    password = initial_password()
    account = User.objects.create_user(
        email, password, name=name, language=language, must_change_password=True
    )
    person = Person.objects.filter(email__iexact=account.email, user=None).first()
    person = person or Person(name=name, email=account.email)
    person.user = account
    person.save()
    record(actor, "account.create", account.subject, {"name": account.name})
    return account, password


@transaction.atomic
def close_account(actor: Any, account: User, expected_version: int) -> User:
    """Close an account: its sessions end and nobody logs in with it; roles and history stay.

    Raises
    ------
    NotPermitted
        Also for one's own account, and for the last account that can give roles.
    """
    require(actor, Permission.MANAGE_ACCESS)
    _refuse_own(actor, account, _("You cannot close your own account. Ask another administrator."))
    _keep_an_administrator(account)
    _take_version(account, expected_version, is_active=False)
    record(actor, "account.deactivate", account.subject, {"name": account.name})
    return account


@transaction.atomic
def reopen_account(actor: Any, account: User, expected_version: int) -> User:
    """Open a closed account again, with the roles it had."""
    require(actor, Permission.MANAGE_ACCESS)
    _take_version(account, expected_version, is_active=True)
    record(actor, "account.reactivate", account.subject, {"name": account.name})
    return account


@transaction.atomic
def reset_password(actor: Any, account: User, expected_version: int) -> str:
    """Replace a forgotten password by a random one, to be changed at the next log-in."""
    require(actor, Permission.MANAGE_ACCESS)
    _refuse_own(actor, account, _("Change your own password under My account."))
    password = initial_password()
    account.set_password(password)
    _take_version(account, expected_version, password=account.password, must_change_password=True)
    record(actor, "account.reset_password", account.subject, {"name": account.name})
    return password


@transaction.atomic
def grant_role(actor: Any, account: User, role: Role, where: ScopeKey) -> Membership:
    """Give an account a role in a scope; the same role twice stays one role.

    Raises
    ------
    NotPermitted
        Also if it is one's own account: nobody gives himself a role.
    ValueError
        If an administrator would reach less far than the organisation, where that role means nothing.
    """
    require(actor, Permission.MANAGE_ACCESS)
    _refuse_own(actor, account, _("Nobody gives himself a role. Ask another administrator."))
    if role == Role.ADMINISTRATOR and where != EVERYWHERE:
        raise ValueError("the role administrator exists for the whole organisation only")
    scope, scope_id = where
    membership, is_new = Membership.objects.get_or_create(
        user=account, role=role, scope=scope, scope_id=scope_id
    )
    if is_new:
        _record_membership(actor, "membership.grant", membership)
    return membership


@transaction.atomic
def revoke_role(actor: Any, membership: Membership) -> None:
    """Withdraw a role.

    Raises
    ------
    NotPermitted
        Also for the role of the last administrator.
    """
    require(actor, Permission.MANAGE_ACCESS)
    if membership.role == Role.ADMINISTRATOR:
        _keep_an_administrator(membership.user)
    _record_membership(actor, "membership.revoke", membership)
    membership.delete()


@transaction.atomic
def change_own_password(account: User, password: str) -> None:
    """Replace one's own password; the caller has verified the old one and the strength of the new."""
    account.set_password(password)
    account.must_change_password = False
    account.save(update_fields=["password", "must_change_password"])
    record(account, "account.change_password", account.subject, {"name": account.name})


@transaction.atomic
def change_own_language(account: User, language: str) -> None:
    """Choose the language of one's own pages."""
    before, account.language = account.language, language
    account.save(update_fields=["language"])
    record(
        account,
        "account.change_language",
        account.subject,
        {"name": account.name, "before": before, "language": language},
    )


def _keep_an_administrator(account: User) -> None:
    # Locked in one order, so that two who close each other's account wait for instead of block each other.
    others = administrators().select_for_update().order_by("pk").values_list("user_id", flat=True)
    if set(others) == {account.pk}:
        raise NotPermitted(
            Permission.MANAGE_ACCESS,
            _("This is the last administrator. Give somebody else that role first."),
        )


def _refuse_own(actor: Any, account: User, sentence: str) -> None:
    if actor.pk == account.pk:
        raise NotPermitted(Permission.MANAGE_ACCESS, sentence)


def _take_version(account: User, expected_version: int, **changes: Any) -> None:
    taken = User.objects.filter(pk=account.pk, version=expected_version).update(
        version=expected_version + 1, **changes
    )
    if not taken:
        raise VersionConflict(_("Somebody else changed this account in the meantime; nothing has changed."))
    account.refresh_from_db()


def _record_membership(actor: Any, action: str, membership: Membership) -> None:
    where = (membership.scope, membership.scope_id)
    record(
        actor,
        action,
        membership.user.subject,
        {"name": membership.user.name, "role": membership.role, "where": reference_of(where)},
        portfolio_id=portfolio_of(where),
        project_id=membership.scope_id if membership.scope == Scope.PROJECT else None,
    )
