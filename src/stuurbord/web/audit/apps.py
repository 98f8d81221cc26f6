from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "stuurbord.web.audit"
