"""The portfolio as it could be: what-if scenarios, goals and what contributes to them."""

urlpatterns: list = []
