"""Rule books to read: which there are, one as of a day, two days or texts compared, each text as a file."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from stuurbord.rulebooks.be_procurement.difference import is_shipped_text, law_difference
from stuurbord.rulebooks.be_procurement.difference.note import Part, head
from stuurbord.rulebooks.be_procurement.difference.note import parts as parts_of
from stuurbord.rulebooks.rule_pack.difference import difference, turning_days
from stuurbord.rulebooks.rule_pack.model import Pack, said
from stuurbord.web.accounts.permissions import may
from stuurbord.web.clock import today
from stuurbord.web.reader import reader
from stuurbord.web.rules.actions import MANAGE
from stuurbord.web.rules.models import RuleBook, StoredPack
from stuurbord.web.rules.queries import book_of, books, pack_with_hash, texts_of
from stuurbord.web.rules.shown import KINDS, conclusion_of, kind_labels, rows


@require_safe
def rule_books(request: HttpRequest) -> HttpResponse:
    """List the rule books."""
    found = [_listed(one) for one in books()]
    told = ngettext(
        "One rule book decides here; each verdict names the text it rests on.",
        "{count} rule books decide here; each verdict names the text it rests on.",
        len(found),
    )
    context = {
        "books": found,
        "may_manage": may(request.user, MANAGE),
        "conclusion": told.format(count=reader().count(len(found)).capitalize()),
    }
    return render(request, "pages/rule_books.html", context)


def _listed(book: RuleBook) -> dict[str, Any]:
    pack = pack_with_hash(book.current.sha256)
    dated: tuple[Any, ...] = (*pack.verdicts, *pack.rules, *pack.obligations, *pack.values)
    return {
        "book": book,
        "title": said(pack.title, reader().code) or pack.key,
        "pack": pack,
        "n_doubtful": sum(not one.is_verified for one in dated),
    }


@require_safe
def rule_book(request: HttpRequest, key: str) -> HttpResponse:
    """Show one rule book as it stands on a day."""
    book = found_or_404(key)
    pack, on = pack_with_hash(book.current.sha256), day_asked(request, "op")
    entries = rows(pack, on)
    kind, words = request.GET.get("soort", ""), request.GET.get("q", "")[:100]
    wanted = [one for one in entries if (not kind or one.kind == kind) and one.holds(words)]
    labels = kind_labels()
    context = {
        "book": book,
        "pack": pack,
        "title": said(pack.title, reader().code) or pack.key,
        "rows": wanted,
        "on": on,
        "kind": kind,
        "words": words,
        "narrows": bool(kind or words or on != today()),
        "kinds": [
            (one, labels[one], sum(row.kind == one for row in entries))
            for one in KINDS
            if any(row.kind == one for row in entries)
        ],
        "texts": texts_of(key),
        "may_manage": may(request.user, MANAGE),
        "conclusion": conclusion_of(pack, entries, on),
        "breadcrumbs": [(_("Rule books"), reverse("rule_books")), (pack.key, "")],
    }
    return render(request, "pages/rule_book.html", context)


@require_safe
def rule_book_difference(request: HttpRequest, key: str) -> HttpResponse:
    """Tell what changes between two days, in the text in force or in two texts."""
    book = found_or_404(key)
    texts = {one.sha256: one for one in texts_of(key)}
    current = book.current.sha256
    chosen = [request.GET.get(name, "") for name in ("tekst", "tegen")]
    first, second = (one if one in texts else current for one in chosen)
    pack = pack_with_hash(second)
    is_law = first == second and is_shipped_text(second)
    earlier, later = _days_compared(request, pack, is_law=is_law)
    heading, sentences, parts, n_changes = (_law_compared if is_law else _texts_compared)(
        first, earlier, later, pack
    )
    context = {
        "book": book,
        "title": said(pack_with_hash(current).title, reader().code) or key,
        "sentences": sentences,
        "parts": parts,
        "n_changes": n_changes,
        "texts": list(texts.values()),
        "first": first,
        "second": second,
        "since": earlier,
        "until": later,
        "conclusion": heading,
        "breadcrumbs": [
            (_("Rule books"), reverse("rule_books")),
            (key, reverse("rule_book", args=[key])),
            (_("Compare"), ""),
        ],
    }
    return render(request, "pages/rule_book_difference.html", context)


def _texts_compared(
    first: str, earlier: date, later: date, pack: Pack
) -> tuple[str, list[str], list[Part], int]:
    """Return the heading, the sentences, no parts and the number of changes of two texts."""
    found = difference(pack_with_hash(first), earlier, later, pack)
    heading, *sentences = found.note(reader())
    return heading, sentences, [], len(found.changes)


def _law_compared(
    _first: str, earlier: date, later: date, _pack: Pack
) -> tuple[str, list[str], list[Part], int]:
    """Return the same of the law on procurement, with what its answers become."""
    found = law_difference(earlier, later)
    heading, *sentences = head(found, reader())
    return heading, sentences, list(parts_of(found, reader())), len(found.figures) + len(found.duties)


@require_safe
def rule_book_source(request: HttpRequest, key: str, sha256: str) -> HttpResponse:
    """Return a text as it was stored, byte for byte."""
    stored = get_object_or_404(StoredPack, key=key, sha256=sha256)
    made = HttpResponse(stored.text, content_type="text/plain; charset=utf-8")
    made["Content-Disposition"] = f'attachment; filename="{key}-{sha256[:12]}.toml"'
    return made


def found_or_404(key: str) -> RuleBook:
    """Return a rule book by its key."""
    book = book_of(key)
    if book is None:
        raise Http404
    return book


def _days_compared(request: HttpRequest, pack: Pack, *, is_law: bool) -> tuple[date, date]:
    """Return the days asked for; else today and the last change to come, or the last one and today.

    The law on procurement is compared with how it stood at the end of last year: its last change to come
    is the day after which nobody knows its thresholds.
    """
    if "van" in request.GET or "tot" in request.GET:
        since, until = sorted((day_asked(request, "van"), day_asked(request, "tot")))
        return since, until
    if is_law:
        return date(today().year - 1, 12, 31), today()
    days = turning_days(pack)
    if days and days[-1] > today():
        return today(), days[-1]
    return (days[-1] - timedelta(days=1) if days else today()), today()


def day_asked(request: HttpRequest, name: str) -> date:
    """Return the day in an address; today where there is none that can be read."""
    try:
        return date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return today()
