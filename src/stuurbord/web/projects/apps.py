from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "stuurbord.web.projects"

    def ready(self) -> None:
        from django.db.models.signals import post_save

        from stuurbord.web.projects import search_texts
        from stuurbord.web.projects.events import projects_changed
        from stuurbord.web.projects.models import PlanRevision, Portfolio
        from stuurbord.web.projects.scopes import declare_all
        from stuurbord.web.search.sources import declare

        declare_all()
        declare("projects", search_texts.documents)
        projects_changed.connect(search_texts.on_projects_changed, dispatch_uid="projects.search")
        post_save.connect(
            search_texts.on_portfolio_saved, sender=Portfolio, dispatch_uid="projects.search.portfolios"
        )
        post_save.connect(
            search_texts.on_revision_saved, sender=PlanRevision, dispatch_uid="projects.search.tasks"
        )
