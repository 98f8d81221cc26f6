from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "stuurbord.web.meetings"

    def ready(self) -> None:
        from stuurbord.web.meetings import documents, portfolio_exceptions, proposals
        from stuurbord.web.meetings.sources import declare_all
        from stuurbord.web.meetings.waiting import meeting_matters
        from stuurbord.web.notices import matter

        declare_all()
        matter.declare(meeting_matters)
        proposals.declare(
            proposals.AgendaSource(
                portfolio_exceptions.SOURCE,
                portfolio_exceptions.RANK,
                portfolio_exceptions.asked_of_the_board,
            )
        )
        documents.declare(portfolio_exceptions.exception_paper)
