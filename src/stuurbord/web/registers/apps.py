from django.apps import AppConfig


class RegistersConfig(AppConfig):
    name = "stuurbord.web.registers"

    def ready(self) -> None:
        from stuurbord.web.lists.events import lines_changed
        from stuurbord.web.projects.events import plan_revised, projects_changed
        from stuurbord.web.registers import appetite, following, imported_risks, trend
        from stuurbord.web.registers.declarations import declare_all
        from stuurbord.web.registers.plan_dates import on_projects_changed

        declare_all()
        lines_changed.connect(trend.on_lines_changed, dispatch_uid="registers.trend")
        lines_changed.connect(appetite.on_lines_changed, dispatch_uid="registers.appetite")

        plan_revised.connect(following.on_plan_revised, dispatch_uid="registers.following")

        # Before steering's listener: states are computed from the dates that this one takes from plans.
        projects_changed.connect(on_projects_changed, dispatch_uid="registers.plan_dates")
        projects_changed.connect(imported_risks.on_projects_changed, dispatch_uid="registers.imported_risks")
