from django.apps import AppConfig


class ForecastsConfig(AppConfig):
    name = "stuurbord.web.forecasts"

    def ready(self) -> None:
        from stuurbord.web.forecasts.asking import on_projects_changed, register_kind
        from stuurbord.web.projects.events import projects_changed

        register_kind()
        projects_changed.connect(on_projects_changed, dispatch_uid="forecasts.asking")
