"""Gates: their dossier, evidence, attestations, decisions and conditions."""

from django.urls import path

from stuurbord.web.gates.views import adding, dossier

_PROJECT = "portefeuille/<slug:key>/project/<str:code>/"
_GATE = f"{_PROJECT}poort/<str:gate>/"

urlpatterns = [
    path(f"{_PROJECT}poorten/", dossier.gates, name="gates"),
    path(_GATE, dossier.gate, name="gate"),
    path(f"{_GATE}indienen/", dossier.gate_submit, name="gate_submit"),
    path(f"{_GATE}beslissen/", dossier.gate_decide, name="gate_decide"),
    path(f"{_GATE}attesteren/", dossier.gate_attest, name="gate_attest"),
    path(f"{_GATE}bewijs/", adding.gate_evidence, name="gate_evidence"),
    path(f"{_GATE}bewijs/<int:pk>/nazicht/", dossier.gate_review, name="gate_review"),
    path(f"{_GATE}afwijking/", adding.gate_waiver, name="gate_waiver"),
    path(f"{_GATE}afwijking/<int:pk>/beslissen/", dossier.gate_waiver_decide, name="gate_waiver_decide"),
    path(f"{_GATE}beslissing/<int:number>/", dossier.gate_decision, name="gate_decision"),
]
