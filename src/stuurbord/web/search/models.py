"""What can be found: one row per thing, with its words. Each database keeps its own index of the words."""

from __future__ import annotations

from django.db import models


class SearchText(models.Model):
    """The text of one thing: a line, a project, a task. Written by `stuurbord.web.search.index` only.

    The tables and columns that the databases search in stand in the migration: SQLite keeps an FTS5 table
    up to date with triggers, PostgreSQL a computed column.
    """

    kind = models.CharField(max_length=60)
    """Slug of a register; or what the apps above call theirs: ``project``, ``task``, ``comment``."""
    object_id = models.BigIntegerField()
    part = models.BigIntegerField(default=0)
    """Of a thing that holds many: the uid of a task, its project being the object."""
    project_id = models.BigIntegerField(null=True, db_index=True)
    """Who sees this project sees the text; None: the kind itself says who does."""
    title = models.TextField()
    text = models.TextField(blank=True)
    title_words = models.TextField()
    text_words = models.TextField(blank=True)
    stems = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id", "part"], name="one_search_text_per_thing")
        ]

    def __str__(self) -> str:
        return self.title
