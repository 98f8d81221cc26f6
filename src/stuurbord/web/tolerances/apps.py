from django.apps import AppConfig


class TolerancesConfig(AppConfig):
    name = "stuurbord.web.tolerances"

    def ready(self) -> None:
        from stuurbord.web.forecasts.events import forecasts_made
        from stuurbord.web.lists.events import lines_changed
        from stuurbord.web.notices import matter
        from stuurbord.web.projects.events import projects_changed
        from stuurbord.web.tolerances import deciding, raising
        from stuurbord.web.tolerances.declarations import declare_all
        from stuurbord.web.tolerances.portfolio_matters import portfolio_matters

        declare_all()
        matter.declare(portfolio_matters)
        lines_changed.connect(deciding.on_lines_changed, dispatch_uid="tolerances.deciding")
        projects_changed.connect(raising.on_projects_changed, dispatch_uid="tolerances.raising")
        forecasts_made.connect(raising.on_forecasts_made, dispatch_uid="tolerances.raising")
