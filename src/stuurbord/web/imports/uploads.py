"""Uploads go to disk as they come, and stop there once they are larger than this installation takes."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import SkipFile, StopUpload, TemporaryFileUploadHandler
from django.http import HttpRequest

AT_ONCE = 4
"""All files of one request together may be so many times the limit of one."""


class LimitedUpload(TemporaryFileUploadHandler):
    """Drops a file from the moment it is too large; the page tells which, and takes the others.

    Of who is not logged in, no byte of a file comes to disk.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.of_file = 0
        self.of_request = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        if not self.request.user.is_authenticated:
            raise StopUpload(connection_reset=True)
        super().new_file(*args, **kwargs)
        self.of_file = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.of_file += len(raw_data)
        self.of_request += len(raw_data)
        limit = _limit(self.request)
        if self.of_file > limit or self.of_request > AT_ONCE * limit:
            self.request.too_large = [*too_large_files(self.request), self.file_name or ""]
            raise SkipFile
        super().receive_data_chunk(raw_data, start)


def _limit(request: HttpRequest) -> int:
    """Return how many bytes one file may have here: a view may tell a limit of its own."""
    match = request.resolver_match
    own = getattr(match.func, "upload_limit", None) if match else None
    return int(own() if own else settings.STUURBORD_UPLOAD_LIMIT)


def too_large_files(request: HttpRequest) -> list[str]:
    """Return the names of the files that were dropped while they came in."""
    return getattr(request, "too_large", [])
