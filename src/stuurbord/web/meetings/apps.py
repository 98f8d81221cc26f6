from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "stuurbord.web.meetings"

    def ready(self) -> None:
        from stuurbord.web.meetings.sources import declare_all
        from stuurbord.web.meetings.waiting import meeting_matters
        from stuurbord.web.notices import matter

        declare_all()
        matter.declare(meeting_matters)
