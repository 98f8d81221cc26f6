from django.apps import AppConfig


class SteeringConfig(AppConfig):
    name = "stuurbord.web.steering"

    def ready(self) -> None:
        from stuurbord.web.projects.events import projects_changed
        from stuurbord.web.steering.refresh import on_projects_changed

        projects_changed.connect(on_projects_changed, dispatch_uid="steering.refresh")
