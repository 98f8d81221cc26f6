from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "stuurbord.web.search"

    def ready(self) -> None:
        from django.db.models.signals import post_migrate, post_save

        from stuurbord.web.accounts.models import User
        from stuurbord.web.search import people, sources
        from stuurbord.web.search.filling import on_migrated

        sources.declare(people.KIND, people.documents)
        post_save.connect(people.on_account_saved, sender=User, dispatch_uid="search.people")
        post_migrate.connect(on_migrated, sender=self, dispatch_uid="search.filling")
