"""The templates of the product, stored on first use: what a project follows outlives an upgrade."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from stuurbord.rulebooks.methods.library import shipped_texts
from stuurbord.rulebooks.methods.model import said
from stuurbord.rulebooks.methods.read import read_template
from stuurbord.web.methods.models import MethodTemplate, TemplateState


def published() -> QuerySet[MethodTemplate]:
    """Return the templates that new projects can follow; those of the product are stored first."""
    store_shipped()
    return MethodTemplate.objects.filter(state=TemplateState.PUBLISHED)


def store_shipped() -> None:
    """Store the templates that came with the product and are not there yet.

    A newer one takes the place of an older one of the product; where this organisation published its own,
    it waits as retired: somebody can copy it.
    """
    texts = {read_template(text, f"{key}.toml").sha256: (key, text) for key, text in shipped_texts().items()}
    stored = set(MethodTemplate.objects.filter(sha256__in=texts).values_list("sha256", flat=True))
    missing = [sha256 for sha256 in texts if sha256 not in stored]
    if missing:
        with transaction.atomic():
            _store([texts[sha256] for sha256 in missing])


def _store(texts: list[tuple[str, str]]) -> None:
    older = MethodTemplate.objects.filter(
        key__in=[key for key, _text in texts], state=TemplateState.PUBLISHED, is_shipped=True
    )
    older.update(state=TemplateState.RETIRED)
    taken = set(MethodTemplate.objects.filter(state=TemplateState.PUBLISHED).values_list("key", flat=True))
    # Two processes that start at once both come here: the second finds the texts stored.
    MethodTemplate.objects.bulk_create(
        [_made(key, text, is_published=key not in taken) for key, text in texts], ignore_conflicts=True
    )


def _made(key: str, text: str, *, is_published: bool) -> MethodTemplate:
    template = read_template(text, f"{key}.toml")
    return MethodTemplate(
        key=key,
        version=template.version,
        title=said(template.title, "nl"),
        method=template.method,
        kind=template.kind,
        text=text,
        sha256=template.sha256,
        state=TemplateState.PUBLISHED if is_published else TemplateState.RETIRED,
        is_shipped=True,
        published_at=timezone.now() if is_published else None,
    )
