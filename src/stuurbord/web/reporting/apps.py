from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "stuurbord.web.reporting"

    def ready(self) -> None:
        from stuurbord.web.notices import matter
        from stuurbord.web.reporting.matters import report_matters

        matter.declare(report_matters)
