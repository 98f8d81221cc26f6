"""Every address, by the app that answers it. Addresses are Dutch; names and code are English."""

from django.urls import include, path

urlpatterns = [
    path("", include("stuurbord.web.accounts.urls")),
    path("", include("stuurbord.web.jobs.urls")),
    path("", include("stuurbord.web.lists.urls")),
    path("", include("stuurbord.web.imports.urls")),
    path("", include("stuurbord.web.planning.urls")),
    path("", include("stuurbord.web.forecasts.urls")),
    path("", include("stuurbord.web.notices.urls")),
    path("", include("stuurbord.web.rules.urls")),
    path("", include("stuurbord.web.tolerances.urls")),
    path("", include("stuurbord.web.methods.urls")),
    path("", include("stuurbord.web.gates.urls")),
    # The desk before the files: its fixed words come before a file's reference.
    path("", include("stuurbord.web.procurement_desk.urls")),
    path("", include("stuurbord.web.procurements.urls")),
    path("", include("stuurbord.web.tenders.urls")),
    path("", include("stuurbord.web.contracts.urls")),
    path("", include("stuurbord.web.meetings.urls")),
    path("", include("stuurbord.web.reporting.urls")),
    path("", include("stuurbord.web.scenarios.urls")),
    path("", include("stuurbord.web.steering.urls")),
    path("", include("stuurbord.web.webhooks.urls")),
    path("", include("stuurbord.web.api.urls")),
]

handler400 = "stuurbord.web.steering.views.refusals.bad_request"
handler404 = "stuurbord.web.steering.views.refusals.not_found"
handler500 = "stuurbord.web.steering.views.refusals.broken"
