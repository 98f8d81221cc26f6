from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "stuurbord.web.accounts"
