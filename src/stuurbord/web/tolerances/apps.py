from django.apps import AppConfig


class TolerancesConfig(AppConfig):
    name = "stuurbord.web.tolerances"
