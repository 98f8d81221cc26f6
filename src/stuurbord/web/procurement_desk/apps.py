"""The app procurement_desk."""

from django.apps import AppConfig


class ProcurementDeskConfig(AppConfig):
    """The procurement lawyer's desk."""

    name = "stuurbord.web.procurement_desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Keep terms with every change, and give them to those who see to them."""
        from stuurbord.web.jobs import periodic
        from stuurbord.web.notices import matter
        from stuurbord.web.procurement_desk import listening
        from stuurbord.web.procurement_desk.matters import choice_matters, term_matters
        from stuurbord.web.procurement_desk.rebuilding import EVERY_SIX_HOURS, rebuild_due

        listening.connect()
        matter.declare(term_matters)
        matter.declare(choice_matters)
        periodic.declare(periodic.Periodic("procurement_desk.rebuild", EVERY_SIX_HOURS, rebuild_due))
