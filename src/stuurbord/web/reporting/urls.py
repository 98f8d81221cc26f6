"""Reports made from the facts, completed by a person, approved and frozen."""

urlpatterns: list = []
