"""Gates: their dossier, evidence, attestations, decisions and conditions."""

urlpatterns: list = []
