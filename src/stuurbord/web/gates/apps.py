from django.apps import AppConfig


class GatesConfig(AppConfig):
    name = "stuurbord.web.gates"

    def ready(self) -> None:
        from django.db.models.signals import post_migrate

        from stuurbord.web.gates.append_only import on_migrated
        from stuurbord.web.gates.declarations import declare_all
        from stuurbord.web.gates.matters import gate_matters
        from stuurbord.web.gates.reopening import EVERY_SIX_HOURS, on_lines_changed, reopen_due
        from stuurbord.web.jobs import periodic
        from stuurbord.web.lists.events import lines_changed
        from stuurbord.web.notices import matter

        declare_all()
        lines_changed.connect(on_lines_changed, dispatch_uid="gates.reopening")
        matter.declare(gate_matters)
        periodic.declare(periodic.Periodic("gates.reopen", EVERY_SIX_HOURS, reopen_due))
        post_migrate.connect(on_migrated, sender=self, dispatch_uid="gates.append_only")
