"""A refusal as a program reads it: a problem document by RFC 9457."""

from __future__ import annotations

from django.http import JsonResponse

CONTENT_TYPE = "application/problem+json"


def problem(status: int, code: str, title: str, detail: str) -> JsonResponse:
    """Return a problem document; ``code`` is what programs decide on, the rest is for people."""
    document = {"type": f"urn:stuurbord:{code}", "title": title, "status": status, "detail": detail}
    return JsonResponse(document, status=status, content_type=CONTENT_TYPE)
