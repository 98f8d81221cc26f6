"""Meetings of bodies that decide: agenda, decisions on the spot, minutes."""

from django.urls import path

from stuurbord.web.meetings.views import agenda, meetings, minutes, showing

urlpatterns = [
    path("vergaderingen/", meetings.listing, name="meetings"),
    path("vergaderingen/nieuw/", meetings.new, name="meeting_new"),
    path("vergadering/<int:pk>/", agenda.meeting, name="meeting"),
    path("vergadering/<int:pk>/wijzigen/", meetings.edit, name="meeting_edit"),
    path("vergadering/<int:pk>/stap/", meetings.lead, name="meeting_lead"),
    path("vergadering/<int:pk>/aanwezig/", meetings.attendance, name="meeting_attendance"),
    path("vergadering/<int:pk>/volgende/", meetings.next_one, name="meeting_next"),
    path("vergadering/<int:pk>/voorstel/", agenda.proposals, name="meeting_proposals"),
    path("vergadering/<int:pk>/punt/", agenda.add, name="meeting_item_new"),
    path("vergadering/<int:pk>/punt/<int:item_pk>/", agenda.change, name="meeting_item"),
    path("vergadering/<int:pk>/punt/<int:item_pk>/plaats/", agenda.move, name="meeting_move"),
    path("vergadering/<int:pk>/punt/<int:item_pk>/beslissing/", agenda.decide, name="meeting_decide"),
    path("vergadering/<int:pk>/punt/<int:item_pk>/actie/", agenda.agree, name="meeting_agree"),
    path("vergadering/<int:pk>/toon/", showing.show, name="meeting_show"),
    path("vergadering/<int:pk>/verslag/", minutes.minutes, name="meeting_minutes"),
    path("vergadering/<int:pk>/verslag/goedkeuren/", minutes.approve, name="meeting_approve"),
    path("vergadering/<int:pk>/verslag/<str:kind>/", minutes.download, name="meeting_minutes_file"),
]
