"""Method templates, the version a project follows, and the guided start."""

urlpatterns: list = []
