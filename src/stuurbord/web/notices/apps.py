from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "stuurbord.web.notices"

    def ready(self) -> None:
        from stuurbord.web.accounts import own_parts
        from stuurbord.web.jobs import periodic
        from stuurbord.web.notices.digest.sending import EVERY_FIVE_MINUTES
        from stuurbord.web.notices.own_part import OWN_PART

        periodic.declare(EVERY_FIVE_MINUTES)
        own_parts.declare(OWN_PART)
