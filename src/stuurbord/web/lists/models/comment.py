"""What people say of a line, and whom they call to it."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from stuurbord.web.lists.models.about_line import AboutLine
from stuurbord.web.projects.models import Project


class Comment(AboutLine):
    """A remark on a line. It is withdrawn, not deleted: its text then no longer shows."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    """Of the line when it was written: who sees the project sees the remark."""
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="comments")
    text = models.TextField(max_length=10_000)
    at = models.DateTimeField(auto_now_add=True)
    is_withdrawn = models.BooleanField(default=False)

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["register", "line_id"])]

    def __str__(self) -> str:
        return f"{self.register} {self.line_id} {self.at:%Y-%m-%d}"


class Mention(models.Model):
    """Somebody who is called to a remark by name."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="mentions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mentions")
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "user"], name="one_mention_per_comment")]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.comment_id}"
