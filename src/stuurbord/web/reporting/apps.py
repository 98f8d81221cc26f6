from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "stuurbord.web.reporting"
