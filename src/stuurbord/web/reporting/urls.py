"""Reports made from the facts, completed by a person, approved and frozen."""

from django.urls import path

from stuurbord.web.reporting.views import reports

_PROJECT = "portefeuille/<slug:key>/project/<str:code>"

urlpatterns = [
    path(f"{_PROJECT}/rapporten/", reports.project_reports, name="project_reports"),
    path(f"{_PROJECT}/rapport/<str:number>/", reports.project_report, name="project_report"),
    path(f"{_PROJECT}/rapport/<str:number>/bestand.<str:form>", reports.report_file, name="report_file"),
]
