"""People, who may log in, and which role they have where."""

from __future__ import annotations

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager):
    def create_user(self, email: str, password: str | None = None, **fields) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, username: str) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """An account that can log in. What it may do follows from its memberships alone."""

    email = models.EmailField(_("E-mail address"), unique=True)
    name = models.CharField(_("Name"), max_length=200)
    language = models.CharField(max_length=2, default="nl")
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    """The password was made by somebody else: nothing opens before it is replaced."""
    version = models.PositiveIntegerField(default=1)
    """Optimistic lock of what others change here: open or closed, the password they hand out."""

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = UserManager()

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        """How the audit log names this account: by number, so that a person can be forgotten."""
        return f"account:{self.pk}"

    @property
    def initials(self) -> str:
        """First letters of the first and last name."""
        words = self.name.split()
        return "".join(word[0] for word in (words[0], words[-1])[: len(words)]).upper() if words else "?"


class Person(models.Model):
    """Somebody who can own a risk or lead a project, with or without an account."""

    name = models.CharField(_("Name"), max_length=200)
    email = models.EmailField(_("E-mail address"), blank=True)
    function = models.CharField(_("Function"), max_length=200, blank=True)
    organisation = models.CharField(_("Organisation"), max_length=200, blank=True)
    team = models.CharField(_("Team"), max_length=200, blank=True)
    user = models.OneToOneField(
        User, models.SET_NULL, null=True, blank=True, related_name="person", verbose_name=_("Account")
    )

    class Meta:
        ordering = ["name"]
        indexes = [models.Index(fields=["name"]), models.Index(fields=["email"])]

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    """What somebody is in a portfolio or project; what that allows stands in `permissions`."""

    READER = "reader", _("Reader")
    PROJECT_MANAGER = "project_manager", _("Project manager")
    PROJECT_OWNER = "project_owner", _("Project owner")
    CONTROLLER = "controller", _("Controller")
    PORTFOLIO_MANAGER = "portfolio_manager", _("Portfolio manager")
    PROCUREMENT_LAWYER = "procurement_lawyer", _("Procurement lawyer")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("Administrator")


class Scope(models.TextChoices):
    """How far a role reaches."""

    ORGANISATION = "organisation", _("Organisation")
    PORTFOLIO = "portfolio", _("Portfolio")
    PROJECT = "project", _("Project")


class Membership(models.Model):
    """A role within a scope. The scope goes by number, so that accounts need not know projects."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)
    scope = models.CharField(max_length=12, choices=Scope)
    scope_id = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "scope", "scope_id"], name="one_membership_per_role_and_scope"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.role} ({self.scope} {self.scope_id})"
