from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "stuurbord.web.meetings"
