"""Rule books as they were in force: every version kept, so that each decision can be replayed."""

urlpatterns: list = []
