"""What waits, done from My week; one's own notices; the calendar."""

from django.urls import path

from stuurbord.web.notices.views import calendar, matters, notices

urlpatterns = [
    path("mijn-week/<slug:slug>/<int:pk>/afronden/", matters.matter_finish, name="matter_finish"),
    path("mijn-week/<slug:slug>/<int:pk>/uitstellen/", matters.matter_postpone, name="matter_postpone"),
    path("mijn-week/<slug:slug>/<int:pk>/terugdraaien/", matters.matter_undo, name="matter_undo"),
    path("mijn-account/meldingen/", notices.notices, name="notices"),
    path("agenda/<str:secret>.ics", calendar.calendar_feed, name="calendar_feed"),
]
