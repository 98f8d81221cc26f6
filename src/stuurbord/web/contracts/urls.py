"""The addresses of contracts."""

from django.urls import path

from stuurbord.web.contracts.views import contract, indices

urlpatterns = [
    path("prijsindexen/", indices.contract_indices, name="contract_indices"),
    path("overheidsopdrachten/<str:reference>/uitvoering/", contract.contract, name="contract"),
]
