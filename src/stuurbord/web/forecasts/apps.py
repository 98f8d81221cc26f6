from django.apps import AppConfig


class ForecastsConfig(AppConfig):
    name = "stuurbord.web.forecasts"

    def ready(self) -> None:
        from stuurbord.web.forecasts.asking import on_projects_changed, register_kind
        from stuurbord.web.forecasts.last_shift import shift_panel
        from stuurbord.web.lists.panels import declare_panel
        from stuurbord.web.projects.events import projects_changed

        register_kind()
        declare_panel("risicos", shift_panel)
        projects_changed.connect(on_projects_changed, dispatch_uid="forecasts.asking")
