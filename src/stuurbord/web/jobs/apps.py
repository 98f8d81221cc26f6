from django.apps import AppConfig
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


class JobsConfig(AppConfig):
    name = "stuurbord.web.jobs"

    def ready(self) -> None:
        from stuurbord.web.jobs.clean_up import ENDED_JOBS
        from stuurbord.web.jobs.here import MODES
        from stuurbord.web.jobs.periodic import declare

        if settings.STUURBORD_JOBS not in MODES:
            raise ImproperlyConfigured(f"STUURBORD_JOBS is {settings.STUURBORD_JOBS!r}, not one of {MODES}.")
        declare(ENDED_JOBS)
