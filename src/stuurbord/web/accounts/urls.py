"""Logging in and out, people and their roles."""

from django.urls import path

from stuurbord.web.accounts.views import log_in, own_account, people

urlpatterns = [
    path("aanmelden/", log_in.log_in, name="login"),
    path("afmelden/", log_in.log_out, name="logout"),
    path("personen/", people.people, name="people"),
    path("personen/nieuw/", people.account_new, name="account_new"),
    path("personen/<int:pk>/", people.account, name="account"),
    path("personen/<int:pk>/toestand/", people.account_state, name="account_state"),
    path("personen/<int:pk>/wachtwoord/", people.account_password, name="account_password"),
    path("personen/<int:pk>/rol/", people.grant, name="grant"),
    path("rol/<int:pk>/intrekken/", people.revoke, name="revoke"),
    path("mijn-account/", own_account.own_account, name="own_account"),
]
