"""Meetings of bodies that decide: agenda, decisions on the spot, minutes."""

urlpatterns: list = []
