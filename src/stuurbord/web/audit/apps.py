from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "stuurbord.web.audit"

    def ready(self) -> None:
        from django.db.models.signals import post_migrate

        from stuurbord.web.audit.append_only import on_migrated

        post_migrate.connect(on_migrated, sender=self, dispatch_uid="audit.append_only")
