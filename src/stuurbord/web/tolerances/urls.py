"""Tolerances per level, what the forecast does to them, and the exceptions that follow."""

urlpatterns: list = []
