from django.apps import AppConfig


class LookConfig(AppConfig):
    name = "stuurbord.web.look"
