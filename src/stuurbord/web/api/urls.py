"""The door of the API, and the pages about it."""

from django.urls import path, re_path

from stuurbord.web.api import gate, views

urlpatterns = [
    path("api/", views.documentation, name="api_docs"),
    re_path(r"^api/v1/(?P<rest>[\s\S]*)$", gate.gate, name="api"),
    path("mijn-account/toegangssleutels/", views.tokens, name="api_tokens"),
    path("mijn-account/toegangssleutels/<int:pk>/intrekken/", views.token_revoke, name="api_token_revoke"),
]
