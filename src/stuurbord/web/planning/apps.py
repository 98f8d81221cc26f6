from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "stuurbord.web.planning"

    def ready(self) -> None:
        from stuurbord.web.forecasts.events import forecasts_made
        from stuurbord.web.planning import variant_measuring
        from stuurbord.web.planning.progress.owners import on_projects_changed
        from stuurbord.web.projects.events import projects_changed

        variant_measuring.register_kind()
        forecasts_made.connect(variant_measuring.on_forecasts_made, dispatch_uid="planning.variants")
        projects_changed.connect(on_projects_changed, dispatch_uid="planning.owners")
