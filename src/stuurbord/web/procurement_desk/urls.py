"""The addresses of procurement_desk."""

from django.urls import path

from stuurbord.web.procurement_desk.views import deadlines, file_deadlines, overview

urlpatterns = [
    path("overheidsopdrachten/termijnen/", deadlines.procurement_deadlines, name="procurement_deadlines"),
    path("overheidsopdrachten/termijnen/opgave/", deadlines.procurement_return, name="procurement_return"),
    path("overheidsopdrachten/overzicht/", overview.procurement_overview, name="procurement_overview"),
    path(
        "overheidsopdrachten/<str:reference>/termijnen/",
        file_deadlines.procurement_file_deadlines,
        name="procurement_file_deadlines",
    ),
    path(
        "overheidsopdrachten/<str:reference>/termijnen/<str:key>/",
        file_deadlines.procurement_term,
        name="procurement_term",
    ),
]
