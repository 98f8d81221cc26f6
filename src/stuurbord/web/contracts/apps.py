"""The app contracts."""

from django.apps import AppConfig


class ContractsConfig(AppConfig):
    """Contracts."""

    name = "stuurbord.web.contracts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Keep the ledger of modifications as written; tell of contracts in the timeline of their file."""
        from django.db.models.signals import post_migrate

        from stuurbord.web.contracts.append_only import on_migrated
        from stuurbord.web.contracts.told import SENTENCES
        from stuurbord.web.procurements.told import tell_also

        post_migrate.connect(on_migrated, sender=self, dispatch_uid="contracts.append_only")
        tell_also("contract", SENTENCES, self.get_model("Contract"))
