from django.apps import AppConfig


class TolerancesConfig(AppConfig):
    name = "stuurbord.web.tolerances"

    def ready(self) -> None:
        from stuurbord.web.forecasts.events import forecasts_made
        from stuurbord.web.lists.events import lines_changed
        from stuurbord.web.notices import matter
        from stuurbord.web.projects.events import plan_revised, projects_changed
        from stuurbord.web.tolerances import deciding, following, raising
        from stuurbord.web.tolerances.declarations import declare_all
        from stuurbord.web.tolerances.portfolio_matters import portfolio_matters

        declare_all()
        matter.declare(portfolio_matters)
        plan_revised.connect(following.on_plan_revised, dispatch_uid="tolerances.following")
        lines_changed.connect(deciding.on_lines_changed, dispatch_uid="tolerances.deciding")
        projects_changed.connect(raising.on_projects_changed, dispatch_uid="tolerances.raising")
        forecasts_made.connect(raising.on_forecasts_made, dispatch_uid="tolerances.raising")
