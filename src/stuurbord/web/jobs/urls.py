"""Long work: the last jobs, how far one is, and how to stop it."""

from django.urls import path

from stuurbord.web.jobs import views

urlpatterns = [
    path("taken/", views.jobs, name="jobs"),
    path("taken/<int:pk>/voortgang/", views.job_progress, name="job_progress"),
    path("taken/<int:pk>/stoppen/", views.job_stop, name="job_stop"),
]
