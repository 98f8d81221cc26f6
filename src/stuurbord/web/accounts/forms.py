"""The forms of people and roles: what may be typed, and what is said when it may not."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.contrib.auth.password_validation import password_validators_help_texts
from django.utils.translation import gettext_lazy as _

from stuurbord.web.accounts.models import Role, Scope, User
from stuurbord.web.accounts.permissions import EVERYWHERE, ScopeKey
from stuurbord.web.accounts.scopes import SCOPE_NAMES

_EVERYWHERE = "*"
"""How the form calls the whole organisation: no portfolio key can hold this character."""


class LogInForm(AuthenticationForm):
    """E-mail address and password; one error for both, so that nobody learns which addresses exist."""

    username = forms.CharField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True}),
    )
    error_messages = {
        "invalid_login": _("The e-mail address or the password is not right. Nobody is logged in."),
        "inactive": _("The e-mail address or the password is not right. Nobody is logged in."),
    }

    def clean_username(self) -> str:
        # One spelling, so that failures are counted together whatever capitals somebody tries.
        return self.cleaned_data["username"].strip().lower()


class OwnPasswordForm(PasswordChangeForm):
    """The old password and the new one twice; its strength is judged by the validators in the settings."""

    error_messages = PasswordChangeForm.error_messages | {
        "password_incorrect": _("This is not your present password."),
        "password_mismatch": _("The two new passwords are not the same."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = _("Present password")
        self.fields["old_password"].widget.attrs.pop("autofocus", None)
        self.fields["new_password1"].label = _("New password")
        self.fields["new_password1"].help_text = " ".join(password_validators_help_texts())
        self.fields["new_password2"].label = _("New password, once more")
        self.fields["new_password2"].help_text = ""

    def clean_new_password1(self) -> str:
        # Who handed a password out still knows it: typing it again replaces nothing.
        password: str = self.cleaned_data["new_password1"]
        if self.user.check_password(password):
            raise forms.ValidationError(_("This is the password you have already. Choose another one."))
        return password


class LanguageForm(forms.Form):
    """The language of one's own pages, each named in itself."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)


class AccountForm(forms.Form):
    """A new account."""

    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        if User.objects.filter(email__iexact=email).exists():
            raise forms.ValidationError(_("Somebody has an account with this e-mail address already."))
        return email


class RoleForm(forms.Form):
    """A role and how far it reaches: everything, one portfolio, or one project of it."""

    role = forms.ChoiceField(label=_("Role"))
    portfolio = forms.ChoiceField(label=_("Where"))
    project = forms.CharField(
        label=_("Only this project"),
        required=False,
        max_length=40,
        help_text=_("Its code, as P-001. Empty: the whole portfolio."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nothing = ("", "–")
        self.fields["role"].choices = [nothing, *Role.choices]
        portfolios = SCOPE_NAMES[Scope.PORTFOLIO].choices()
        self.fields["portfolio"].choices = [nothing, (_EVERYWHERE, _("Whole organisation")), *portfolios]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "role" not in cleaned or "portfolio" not in cleaned:
            return cleaned
        cleaned["where"] = self._where(cleaned["portfolio"], cleaned.get("project", "").strip())
        if cleaned["where"] and cleaned["role"] == Role.ADMINISTRATOR and cleaned["where"] != EVERYWHERE:
            self.add_error("portfolio", _("An administrator is that for the whole organisation."))
        return cleaned

    def _where(self, portfolio: str, project: str) -> ScopeKey | None:
        if portfolio == _EVERYWHERE and project:
            self.add_error("project", _("Choose the portfolio this project belongs to."))
            return None
        if portfolio == _EVERYWHERE:
            return EVERYWHERE
        scope, reference = Scope.PORTFOLIO, portfolio
        if project:
            scope, reference = Scope.PROJECT, f"{portfolio}/{project}"
        found = SCOPE_NAMES[scope].find(reference)
        if found is None:
            told = _("Portfolio {portfolio} has no project {project}.")
            self.add_error("project", str(told).format(portfolio=portfolio, project=project))
            return None
        return scope, found
