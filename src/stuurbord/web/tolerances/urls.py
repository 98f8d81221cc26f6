"""Tolerances per level, what the forecast does to them, and the exceptions that follow."""

from django.urls import path

from stuurbord.web.tolerances.views import agreements, exception, portfolio_exception

urlpatterns = [
    path("portefeuille/<slug:key>/afspraken/", agreements.portfolio, name="portfolio_agreements"),
    path(
        "portefeuille/<slug:key>/afwijking/<str:number>/",
        portfolio_exception.portfolio_exception,
        name="portfolio_exception",
    ),
    path(
        "portefeuille/<slug:key>/project/<str:code>/afspraken/", agreements.project, name="project_agreements"
    ),
    path(
        "portefeuille/<slug:key>/project/<str:code>/afwijking/<str:number>/",
        exception.exception,
        name="exception",
    ),
]
