"""A request that is sent again after a lost answer does its work once: the ``Idempotency-Key``."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from stuurbord.web.api.models import KeptAnswer
from stuurbord.web.api.problems import Refusal
from stuurbord.web.jobs.periodic import Periodic

LONGEST_KEY: Final = 64
KEPT: Final = timedelta(days=1)
_JSON: Final = "application/json"


def once(request: HttpRequest, work: Callable[[], HttpResponse]) -> HttpResponse:
    """Return what the work answers; for a key that was sent before, what it answered then.

    The answer is kept in the transaction of the work: both are there, or neither.

    Raises
    ------
    Refusal
        422 if the key was sent before with something else.
    """
    key = request.headers.get("Idempotency-Key", "")
    if not key:
        return work()
    if len(key) > LONGEST_KEY or not key.isprintable():
        told = _("A key has at most {n} characters.").format(n=LONGEST_KEY)
        raise Refusal(422, errors=[{"field": "Idempotency-Key", "message": told}])
    digest = _digest(request)
    if answer := _kept(request, key, digest):
        return answer
    try:
        with transaction.atomic():
            response = work()
            if response.status_code < 300:
                _keep(request, key, digest, response)
        return response
    except IntegrityError:
        # Sent twice at the same moment: the other one was first, and its answer is there now.
        if answer := _kept(request, key, digest):
            return answer
        raise


def _forget_old(now: datetime) -> None:
    KeptAnswer.objects.filter(at__lt=now - KEPT).delete()


FORGET_OLD: Final = Periodic("api-answers", timedelta(hours=6), _forget_old)
"""Drops answers that nobody asks for any more."""


def _digest(request: HttpRequest) -> str:
    return hashlib.sha256(f"{request.method} {request.path}\n".encode() + request.body).hexdigest()


def _kept(request: HttpRequest, key: str, digest: str) -> HttpResponse | None:
    found = KeptAnswer.objects.filter(user=request.user, key=key).first()
    if found is None or found.at < timezone.now() - KEPT:
        return None
    if found.request_digest != digest:
        told = _("This key was sent before with something else.")
        raise Refusal(422, errors=[{"field": "Idempotency-Key", "message": told}])
    headers = {"ETag": found.etag} if found.etag else {}
    return HttpResponse(found.body, status=found.status, content_type=_JSON, headers=headers)


def _keep(request: HttpRequest, key: str, digest: str, response: HttpResponse) -> None:
    KeptAnswer.objects.filter(user=request.user, key=key, at__lt=timezone.now() - KEPT).delete()
    KeptAnswer.objects.create(
        user=request.user,
        key=key,
        request_digest=digest,
        status=response.status_code,
        body=response.content.decode(),
        etag=response.headers.get("ETag", ""),
    )
