"""Another text of a rule book: looked over first, then brought in force; and an earlier one back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from stuurbord.errors import N_, Finding, InvalidRulePack, Severity, VersionConflict, Where
from stuurbord.rulebooks.rule_pack import Pack
from stuurbord.rulebooks.rule_pack.difference import difference
from stuurbord.rulebooks.rule_pack.read import MOST_CHARACTERS
from stuurbord.web.accounts.permissions import require
from stuurbord.web.clock import today
from stuurbord.web.reader import reader
from stuurbord.web.rules.actions import (
    MANAGE,
    doubts_about,
    install_pack,
    one_line_end,
    read_text,
    restore_text,
)
from stuurbord.web.rules.models import RuleBook, StoredPack
from stuurbord.web.rules.queries import pack_with_hash
from stuurbord.web.rules.views.books import found_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def rule_book_text(request: HttpRequest, key: str = "") -> HttpResponse:
    """Look over another text, and bring it in force; without a key a rule book of one's own."""
    require(request.user, MANAGE)
    book = found_or_404(key) if key else None
    if request.method != "POST":
        return _page(request, book, book.current.text if book else "", "")
    name = request.POST.get("file_name", "")[:255] or f"{key or _('rule book')}.toml"
    try:
        text, name = _sent(request, name)
        pack = read_text(text, name, key)
    except InvalidRulePack as refused:
        kept = one_line_end(request.POST.get("text", ""))
        return _page(request, book, kept, name, findings=refused.findings, status=422)
    if request.POST.get("do") != "install":
        return _page(request, book, text, name, pack=pack)
    install_pack(request.user, text, name, _version(request) if book else None)
    told = _("{key} {version} is in force from now on").format(key=pack.key, version=pack.version)
    messages.success(request, told)
    return redirect("rule_book", pack.key)


@require_POST
def rule_book_restore(request: HttpRequest, key: str) -> HttpResponse:
    """Bring an earlier text in force again."""
    require(request.user, MANAGE)
    book = found_or_404(key)
    stored = get_object_or_404(StoredPack, key=key, sha256=request.POST.get("sha256", ""))
    restore_text(request.user, book, stored, _version(request))
    told = _("{key} {version} is in force again").format(key=key, version=stored.pack_version)
    messages.success(request, told)
    return redirect("rule_book", key)


def _sent(request: HttpRequest, name: str) -> tuple[str, str]:
    """Return the text that was sent, as a file or in the field, and how errors call it."""
    file = request.FILES.get("file")
    if file is None:
        return one_line_end(request.POST.get("text", "")), name
    called = (file.name or name)[:255]
    if (file.size or 0) > 4 * MOST_CHARACTERS:
        text = N_("The text is longer than {limit} characters; it is refused.")
        raise _refusal("rule_pack_too_large", text, called, limit=f"{MOST_CHARACTERS:,}".replace(",", " "))
    data = file.read()
    try:
        return one_line_end(data.decode()), called
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        told = N_("This is not a text in UTF-8.")
        raise _refusal("rule_pack_unreadable", told, called, line) from error


def _refusal(code: str, text: str, file: str, line: int | None = None, **fields: Any) -> InvalidRulePack:
    return InvalidRulePack(Finding(code, text, Severity.ERROR, Where(file=file, line=line), fields))


def _page(
    request: HttpRequest,
    book: RuleBook | None,
    text: str,
    name: str,
    *,
    pack: Pack | None = None,
    findings: tuple[Finding, ...] = (),
    status: int = 200,
) -> HttpResponse:
    back = [(book.key, reverse("rule_book", args=[book.key]))] if book else []
    context = {
        "book": book,
        "text": text,
        "file_name": name,
        "pack": pack,
        "findings": findings,
        "doubts": doubts_about(pack) if pack else [],
        "sentences": _changes(book, pack) if pack else [],
        "version": request.POST.get("version") or (book.version if book else ""),
        "breadcrumbs": [(_("Rule books"), reverse("rule_books")), *back, (_("Text"), "")],
        "conclusion": _("What is in force stays until you bring the looked-over text in force."),
    }
    return render(request, "pages/rule_book_text.html", context, status=status)


def _changes(book: RuleBook | None, pack: Pack) -> list[str]:
    if book is None:
        return []
    found = difference(pack_with_hash(book.current.sha256), today(), today(), pack)
    return found.note(reader())[1:]


def _version(request: HttpRequest) -> int:
    sent = request.POST.get("version", "")
    if not (sent.isascii() and sent.isdecimal() and len(sent) < 10):
        raise VersionConflict(_("Send the form of the page again."))
    return int(sent)
