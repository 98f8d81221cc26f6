from django.apps import AppConfig


class ScenariosConfig(AppConfig):
    name = "stuurbord.web.scenarios"
