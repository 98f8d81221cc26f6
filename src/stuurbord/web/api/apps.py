from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "stuurbord.web.api"

    def ready(self) -> None:
        from stuurbord.web.accounts import own_parts
        from stuurbord.web.api.own_part import OWN_PART
        from stuurbord.web.api.repeats import FORGET_OLD
        from stuurbord.web.jobs import periodic

        own_parts.declare(OWN_PART)
        periodic.declare(FORGET_OLD)
