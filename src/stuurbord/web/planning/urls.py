"""The plan of a project: its Gantt, proposals, revisions, variants and progress."""

from django.urls import path

from stuurbord.web.planning.views import workspace

_PLAN = "portefeuille/<slug:key>/project/<str:code>/planning/"

urlpatterns = [
    path(f"{_PLAN}gegevens.json", workspace.data, name="plan_data"),
    path(f"{_PLAN}proef.json", workspace.preview, name="plan_preview"),
    path(f"{_PLAN}voorstel.json", workspace.propose, name="plan_propose"),
]
