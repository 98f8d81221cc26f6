from django.apps import AppConfig


class FinanceConfig(AppConfig):
    name = "stuurbord.web.finance"

    def ready(self) -> None:
        from stuurbord.web.finance.declarations import declare_all

        declare_all()
