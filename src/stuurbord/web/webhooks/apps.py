from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    name = "stuurbord.web.webhooks"

    def ready(self) -> None:
        from stuurbord.web.audit.events import recorded
        from stuurbord.web.jobs import periodic
        from stuurbord.web.webhooks.delivering import DELIVER
        from stuurbord.web.webhooks.outbox import write_down

        recorded.connect(write_down, dispatch_uid="webhooks")
        periodic.declare(DELIVER)
