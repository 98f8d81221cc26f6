"""The addresses of procurements."""

from django.urls import include, path

from stuurbord.web.procurements.views import agreed, dossier, law_change, listing, new, procedure

_FILE = "overheidsopdrachten/<str:reference>/"

urlpatterns = [
    path(
        "portefeuille/<slug:key>/project/<str:code>/overheidsopdrachten/",
        listing.project_procurements,
        name="project_procurements",
    ),
    path("overheidsopdrachten/", listing.procurements, name="procurements"),
    path("overheidsopdrachten/nieuw/", new.procurement_new, name="procurement_new"),
    path("overheidsopdrachten/aankondiging/", new.procurement_notice, name="procurement_notice"),
    path("overheidsopdrachten/instellingen/", agreed.procurement_agreed, name="procurement_agreed"),
    path(
        "overheidsopdrachten/regelwijziging/",
        law_change.procurement_law_change,
        name="procurement_law_change",
    ),
    path(_FILE, procedure.procurement_file, name="procurement_file"),
    path(f"{_FILE}feiten/", procedure.procurement_facts, name="procurement_facts"),
    path(f"{_FILE}keuze/", procedure.procurement_choice, name="procurement_choice"),
    path(f"{_FILE}keuze/<int:number>/", procedure.procurement_choice_kept, name="procurement_choice_kept"),
    path(f"{_FILE}keuze/<int:number>/oordeel/", procedure.procurement_ruling, name="procurement_ruling"),
    path(f"{_FILE}nota/", procedure.procurement_note, name="procurement_note"),
    path(f"{_FILE}dossier/", dossier.procurement_dossier, name="procurement_dossier"),
    path(f"{_FILE}dossier/<str:item>/", dossier.procurement_mark, name="procurement_mark"),
    path(f"{_FILE}antwoord/", dossier.procurement_answer, name="procurement_answer"),
    path(f"{_FILE}moment/", dossier.procurement_moment, name="procurement_moment"),
    path(f"{_FILE}stap/", dossier.procurement_stage, name="procurement_stage"),
    path(f"{_FILE}gegevens/", dossier.procurement_data, name="procurement_data"),
    path(f"{_FILE}percelen/", dossier.procurement_lots, name="procurement_lots"),
    path(_FILE, include("stuurbord.web.procurements.plan_effect.urls")),
]
