from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "stuurbord.web.planning"
