"""One set of addresses for every register."""

from django.urls import path

from stuurbord.web.lists.views import lines, listing

urlpatterns = [
    path("registers/", listing.registers, name="registers"),
    path("registers/<slug:slug>/", listing.register, name="register"),
    path("registers/<slug:slug>/nieuw/", lines.line_new, name="register_new"),
    path("registers/<slug:slug>/<int:pk>/", lines.line, name="register_line"),
    path("registers/<slug:slug>/<int:pk>/wijzigen/", lines.line_edit, name="register_edit"),
    path("registers/<slug:slug>/<int:pk>/archiveren/", lines.line_archive, name="register_archive"),
]
