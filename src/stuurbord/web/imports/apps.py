from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "stuurbord.web.imports"
