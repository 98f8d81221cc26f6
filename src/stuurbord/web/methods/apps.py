from django.apps import AppConfig


class MethodsConfig(AppConfig):
    name = "stuurbord.web.methods"
