"""The portfolio as it could be and what it is for: scenarios, dependencies between projects, goals."""

from django.urls import path

from stuurbord.web.scenarios.views import dependencies, goals, scenarios

urlpatterns = [
    path("portefeuille/<slug:key>/scenarios/", scenarios.scenarios, name="scenarios"),
    path("portefeuille/<slug:key>/scenarios/<int:pk>/", scenarios.scenario, name="scenario"),
    path("portefeuille/<slug:key>/scenarios/<int:pk>/stand/", scenarios.state, name="scenario_state"),
    path("portefeuille/<slug:key>/afhankelijkheden/", dependencies.dependencies, name="dependencies"),
    path("portefeuille/<slug:key>/doelen/", goals.goals, name="goals"),
    path("portefeuille/<slug:key>/doelen/<int:pk>/", goals.goal, name="goal"),
]
