from django.apps import AppConfig


class RulesConfig(AppConfig):
    name = "stuurbord.web.rules"

    def ready(self) -> None:
        from django.db.models.signals import post_migrate

        from stuurbord.web.rules.shipping import on_migrated

        post_migrate.connect(on_migrated, sender=self, dispatch_uid="rules.shipped")
