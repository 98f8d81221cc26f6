from django.apps import AppConfig


class SteeringConfig(AppConfig):
    name = "stuurbord.web.steering"

    def ready(self) -> None:
        from datetime import timedelta

        from stuurbord.web.audit.verifying import verify_and_keep
        from stuurbord.web.forecasts.events import forecasts_made
        from stuurbord.web.jobs.periodic import Periodic, declare
        from stuurbord.web.meetings import documents
        from stuurbord.web.notices import matter
        from stuurbord.web.projects.events import projects_changed
        from stuurbord.web.steering.meeting_papers import report_papers, steering_papers
        from stuurbord.web.steering.progress_matters import progress_matters
        from stuurbord.web.steering.project_matters import project_matters
        from stuurbord.web.steering.proposal_matters import proposal_matters
        from stuurbord.web.steering.refresh import on_forecasts_made, on_projects_changed

        projects_changed.connect(on_projects_changed, dispatch_uid="steering.refresh")
        forecasts_made.connect(on_forecasts_made, dispatch_uid="steering.refresh")
        matter.declare(project_matters)
        matter.declare(progress_matters)
        matter.declare(proposal_matters)
        documents.declare(steering_papers)
        documents.declare(report_papers)
        declare(Periodic("audit.verify", timedelta(days=1), verify_and_keep))
