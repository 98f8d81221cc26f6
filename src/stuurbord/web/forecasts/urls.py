"""The forecast of a project and of a portfolio."""

from django.urls import path

from stuurbord.web.forecasts.views import portfolio, project

_PROJECT = "portefeuille/<slug:key>/project/<str:code>/prognose/"

urlpatterns = [
    path("portefeuille/<slug:key>/prognose/", portfolio.forecast, name="portfolio_forecast"),
    path(_PROJECT, project.forecast, name="project_forecast"),
    path(f"{_PROJECT}wat-als/", project.what_if, name="project_what_if"),
    path(f"{_PROJECT}voorstel/", project.proposal, name="project_proposal"),
    path(f"{_PROJECT}berekening/", project.compute, name="project_compute"),
]
