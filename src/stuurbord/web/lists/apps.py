from django.apps import AppConfig


class ListsConfig(AppConfig):
    name = "stuurbord.web.lists"
