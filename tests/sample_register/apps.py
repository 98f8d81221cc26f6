from django.apps import AppConfig


class SampleRegisterConfig(AppConfig):
    name = "sample_register"

    def ready(self) -> None:
        from sample_register.models import PERMITS
        from stuurbord.web.lists.register import declare

        declare(PERMITS)
