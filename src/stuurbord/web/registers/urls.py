"""One set of addresses for every register."""

from django.urls import path

from stuurbord.web.registers import views

urlpatterns = [
    path("registers/", views.registers, name="registers"),
    path("registers/<slug:slug>/", views.register, name="register"),
    path("registers/<slug:slug>/nieuw/", views.line_new, name="register_new"),
    path("registers/<slug:slug>/<int:pk>/", views.line, name="register_line"),
    path("registers/<slug:slug>/<int:pk>/wijzigen/", views.line_edit, name="register_edit"),
    path("registers/<slug:slug>/<int:pk>/archiveren/", views.line_archive, name="register_archive"),
]
