"""The addresses of a procurement in the plan, below that of its file."""

from django.urls import path

from stuurbord.web.procurements.plan_effect import views

urlpatterns = [
    path("planning/", views.procurement_tie, name="procurement_tie"),
    path("voorstel/", views.procurement_propose, name="procurement_propose"),
    path("voorstel/kansen/", views.procurement_chances, name="procurement_chances"),
    path(
        "voorstel/<int:number>/aanvaarden/",
        views.procurement_proposal_accept,
        name="procurement_proposal_accept",
    ),
    path(
        "voorstel/<int:number>/verwerpen/",
        views.procurement_proposal_reject,
        name="procurement_proposal_reject",
    ),
    path(
        "voorstel/<int:number>/intrekken/",
        views.procurement_proposal_withdraw,
        name="procurement_proposal_withdraw",
    ),
]
