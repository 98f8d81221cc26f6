"""Rule books as they were in force: every version kept, so that each decision can be replayed."""

from django.urls import path

from stuurbord.web.rules.views import books, changing

urlpatterns = [
    path("regels/", books.rule_books, name="rule_books"),
    path("regels/+nieuw/", changing.rule_book_text, name="rule_book_new"),
    path("regels/<slug:key>/", books.rule_book, name="rule_book"),
    path("regels/<slug:key>/verschil/", books.rule_book_difference, name="rule_book_difference"),
    path("regels/<slug:key>/tekst/", changing.rule_book_text, name="rule_book_text"),
    path("regels/<slug:key>/terug/", changing.rule_book_restore, name="rule_book_restore"),
    path("regels/<slug:key>/bron/<slug:sha256>.toml", books.rule_book_source, name="rule_book_source"),
]
