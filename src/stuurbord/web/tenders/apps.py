"""The app tenders."""

from django.apps import AppConfig


class TendersConfig(AppConfig):
    """Tenders."""

    name = "stuurbord.web.tenders"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Keep award decisions as they were taken."""
        from django.db.models.signals import post_migrate

        from stuurbord.web.tenders.append_only import on_migrated

        post_migrate.connect(on_migrated, sender=self, dispatch_uid="tenders.append_only")
