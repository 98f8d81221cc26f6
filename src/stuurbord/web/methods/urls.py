"""Methods: the guided start of a project, what a project follows, and the templates themselves."""

from django.urls import path

from stuurbord.web.methods.views import project, start, templates

_START = "portefeuille/<slug:key>/nieuw-project/"
_PROJECT = "portefeuille/<slug:key>/project/<str:code>/"

urlpatterns = [
    path(_START, start.project_start, name="project_start"),
    path(f"{_START}<int:pk>/weggooien/", start.project_start_discard, name="project_start_discard"),
    path(f"{_START}<int:pk>/<slug:step>/", start.project_start_step, name="project_start_step"),
    path(f"{_PROJECT}gegevens/", project.project_data, name="project_data"),
    path(f"{_PROJECT}methode/", project.project_method, name="project_method"),
    path(f"{_PROJECT}methode/voorstel/", project.project_method_steps, name="project_method_steps"),
    path(f"{_PROJECT}methode/terug/", project.project_method_back, name="project_method_back"),
    path(f"{_PROJECT}methode/<int:pk>/", project.project_method_preview, name="project_method_preview"),
    path(f"{_PROJECT}projectvoorstel.<slug:form>", project.project_brief, name="project_brief"),
    path("methodes/", templates.methods, name="methods"),
    path("methodes/<int:pk>/", templates.method, name="method"),
    path("methodes/<int:pk>/kopie/", templates.method_copy, name="method_copy"),
    path("methodes/<int:pk>/bewerken/", templates.method_edit, name="method_edit"),
    path("methodes/<int:pk>/publiceren/", templates.method_publish, name="method_publish"),
    path("methodes/<int:pk>/weggooien/", templates.method_discard, name="method_discard"),
]
