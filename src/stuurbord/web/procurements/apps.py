"""Procurement files: facts, choice of procedure, checklist and moments."""

from django.apps import AppConfig


class ProcurementsConfig(AppConfig):
    """Procurement files."""

    name = "stuurbord.web.procurements"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.db.models.signals import post_migrate, post_save

        from stuurbord.web.jobs import periodic
        from stuurbord.web.notices import matter
        from stuurbord.web.procurements import plan_listeners, search_texts
        from stuurbord.web.procurements.append_only import on_migrated
        from stuurbord.web.procurements.matters import turned_matters
        from stuurbord.web.procurements.models import ProcurementFile
        from stuurbord.web.procurements.turning import EVERY_SIX_HOURS, judge_due
        from stuurbord.web.search.sources import declare

        post_migrate.connect(on_migrated, sender=self, dispatch_uid="procurements.append_only")
        declare("procurements", search_texts.documents)
        post_save.connect(
            search_texts.on_file_saved, sender=ProcurementFile, dispatch_uid="procurements.search"
        )
        plan_listeners.connect()
        matter.declare(turned_matters)
        periodic.declare(periodic.Periodic("procurements.judge", EVERY_SIX_HOURS, judge_due))
