from django.apps import AppConfig


class RulesConfig(AppConfig):
    name = "stuurbord.web.rules"
