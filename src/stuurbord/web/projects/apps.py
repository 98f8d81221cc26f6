from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "stuurbord.web.projects"

    def ready(self) -> None:
        from stuurbord.web.projects.scopes import declare_all

        declare_all()
