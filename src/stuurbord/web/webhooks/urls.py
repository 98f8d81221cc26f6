"""The pages about webhooks."""

from django.urls import path

from stuurbord.web.webhooks import views

urlpatterns = [
    path("webhooks/", views.webhooks, name="webhooks"),
    path("webhooks/nieuw/", views.webhook_new, name="webhook_new"),
    path("webhooks/<int:pk>/", views.webhook, name="webhook"),
    path("webhooks/<int:pk>/proef/", views.webhook_test, name="webhook_test"),
    path("webhooks/<int:pk>/pauze/", views.webhook_pause, name="webhook_pause"),
    path("webhooks/<int:pk>/archiveren/", views.webhook_archive, name="webhook_archive"),
]
