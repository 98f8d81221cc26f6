"""Files on their way in, and the workbook that Stuurbord hands out."""

from django.urls import path

from stuurbord.web.imports.views import detail, downloads, listing, mapping

urlpatterns = [
    path("portefeuille/<slug:key>/invoer/", listing.imports, name="imports"),
    path("portefeuille/<slug:key>/invoer/aanvaarden/", listing.accept_all, name="imports_accept"),
    path("portefeuille/<slug:key>/werkboek.xlsx", downloads.workbook, name="workbook"),
    path("invoer/<int:pk>/", detail.import_detail, name="import"),
    path("invoer/<int:pk>/kolommen/", mapping.import_mapping, name="import_mapping"),
    path("invoer/<int:pk>/aanvaarden/", detail.import_accept, name="import_accept"),
    path("invoer/<int:pk>/voorstellen/", detail.import_propose, name="import_propose"),
    path("invoer/<int:pk>/verwerpen/", detail.import_discard, name="import_discard"),
    path("sjabloon.xlsx", downloads.template, name="template"),
]
