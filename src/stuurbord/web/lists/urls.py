"""One set of addresses for every register."""

from django.urls import path

from stuurbord.web.lists.views import (
    attachments,
    cells,
    comments,
    lines,
    links,
    listing,
    overview,
    saved_views,
    sheets,
    undo,
)

urlpatterns = [
    path("registers/", overview.registers, name="registers"),
    path("registers/<slug:slug>/", listing.register, name="register"),
    path("registers/<slug:slug>/cellen/", cells.cells, name="register_cells"),
    path("registers/<slug:slug>/ongedaan/", undo.take_back, name="register_undo"),
    path("registers/<slug:slug>/weergaven/", saved_views.views, name="register_views"),
    path("registers/<slug:slug>/weergaven/<int:pk>/", saved_views.view, name="register_view"),
    path("registers/<slug:slug>/uit.xlsx", sheets.sheet, name="register_sheet"),
    path("registers/<slug:slug>/in/", sheets.sheet_in, name="register_sheet_in"),
    path("registers/<slug:slug>/in/<int:pk>/", sheets.sheet_review, name="sheet_review"),
    path("registers/<slug:slug>/nieuw/", lines.line_new, name="register_new"),
    path("registers/<slug:slug>/<int:pk>/", lines.line, name="register_line"),
    path("registers/<slug:slug>/<int:pk>/wijzigen/", lines.line_edit, name="register_edit"),
    path("registers/<slug:slug>/<int:pk>/archiveren/", lines.line_archive, name="register_archive"),
    path("registers/<slug:slug>/<int:pk>/terugzetten/", lines.line_restore, name="register_restore"),
    path("registers/<slug:slug>/<int:pk>/status/", lines.line_state, name="register_state"),
    path("registers/<slug:slug>/<int:pk>/opmerkingen/", comments.line_comments, name="line_comments"),
    path(
        "registers/<slug:slug>/<int:pk>/opmerkingen/<int:comment>/intrekken/",
        comments.comment_withdraw,
        name="line_comment_withdraw",
    ),
    path("registers/<slug:slug>/<int:pk>/bijlagen/", attachments.line_attachments, name="line_attachments"),
    path(
        "registers/<slug:slug>/<int:pk>/bijlagen/<int:attachment>/",
        attachments.line_attachment,
        name="line_attachment",
    ),
    path(
        "registers/<slug:slug>/<int:pk>/bijlagen/<int:attachment>/archiveren/",
        attachments.attachment_archive,
        name="line_attachment_archive",
    ),
    path("registers/<slug:slug>/<int:pk>/koppelingen/", links.line_links, name="line_links"),
    path(
        "registers/<slug:slug>/<int:pk>/koppelingen/<int:link>/verwijderen/",
        links.link_remove,
        name="line_link_remove",
    ),
]
