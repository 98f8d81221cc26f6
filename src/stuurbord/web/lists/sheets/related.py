"""What the fields of a register point to, by the words of a sheet: people, projects, lines, and back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db import models

from stuurbord.web.accounts.models import Person
from stuurbord.web.lists.fields import is_line
from stuurbord.web.projects.models import Project
from stuurbord.web.projects.queries import visible_portfolios, visible_projects

_MOST = 5_000
"""Records of any other kind that a list offers."""


class Words:
    """Records of one kind with the word a sheet has for each, and back from what people write."""

    def __init__(self, named: Iterable[tuple[int, str]], also: Iterable[tuple[int, str]] = ()) -> None:
        self.of: dict[int, str] = dict(named)
        found: dict[str, set[int]] = {}
        for pk, word in (*self.of.items(), *also):
            if word:
                found.setdefault(word.casefold(), set()).add(pk)
        # A word that may mean two records means none: nobody guesses which.
        self._meant = {word: next(iter(meant)) for word, meant in found.items() if len(meant) == 1}

    def meant(self, word: str) -> int | None:
        """Return the number of the record that a word stands for; None if it names none or several."""
        return self._meant.get(word.casefold())

    def add(self, pk: int, word: str) -> None:
        self.of[pk] = word
        self._meant[word.casefold()] = pk


class LineWords:
    """Lines of another register by their number, which counts within a project."""

    def __init__(self, rows: Iterable[tuple[int, int, str, bool]]) -> None:
        self.of: dict[int, str] = {}
        self._meant: dict[tuple[int, str], int] = {}
        self.codes: list[str] = []
        for pk, project, code, is_archived in rows:
            self.of[pk] = code
            if not is_archived:
                self._meant[project, code.casefold()] = pk
                self.codes.append(code)

    def meant(self, project: int | None, code: str) -> int | None:
        """Return the number of the line that a project calls so; None if it has none."""
        return self._meant.get((project, code.casefold())) if project else None


class Related:
    """All that fields point to, within what one person may see; each kind is read once.

    Parameters
    ----------
    makes_people
        Whether a name that nobody has makes a person, as the import of a portfolio does.
    """

    def __init__(self, user: Any, makes_people: bool = False) -> None:
        self.user, self.makes_people = user, makes_people
        self._words: dict[type[models.Model], Words | LineWords] = {}

    @property
    def projects(self) -> Words:
        return self.words_of(Project)

    def words_of(self, model: Any) -> Any:
        """Return the words for the records of a model."""
        if model not in self._words:
            self._words[model] = self._read(model)
        return self._words[model]

    def person_called(self, word: str) -> int | None:
        """Return the number of the person that a sheet names, made where that is allowed."""
        words = self.words_of(Person)
        found = words.meant(word)
        if found is None and self.makes_people:
            made = Person.objects.create(name=word, email=word if "@" in word else "")
            words.add(made.pk, word)
            return int(made.pk)
        return found

    def _read(self, model: Any) -> Words | LineWords:
        if model is Person:
            return _people()
        if model is Project:
            return _projects(self.user)
        found = model._default_manager.all()
        names = {one.name for one in model._meta.fields}
        if is_line(model):
            found = found.filter(project__in=visible_projects(self.user))
            return LineWords(found.values_list("pk", "project_id", "code", "is_archived").order_by("code"))
        if "project" in names:
            found = found.filter(project__in=visible_projects(self.user))
        elif "portfolio" in names:
            found = found.filter(portfolio__in=visible_portfolios(self.user))
        return Words(_told_apart([(one.pk, str(one)) for one in found[:_MOST]]))


def _people() -> Words:
    rows = list(Person.objects.order_by("name").values_list("pk", "name", "email"))
    n_of_name = Counter(name.casefold() for _pk, name, _email in rows)
    n_of_email = Counter(email.casefold() for _pk, _name, email in rows)
    named = []
    for pk, name, email in rows:
        word = name
        if n_of_name[name.casefold()] > 1:
            word = f"{name} <{email}>" if email and n_of_email[email.casefold()] == 1 else f"{name} (#{pk})"
        named.append((pk, word))
    also = [(pk, word) for pk, name, email in rows for word in (name, email)]
    return Words(named, also)


def _projects(user: Any) -> Words:
    found = visible_projects(user).order_by("code", "portfolio__key")
    rows = list(found.values_list("pk", "code", "portfolio__key"))
    n_of_code = Counter(code for _pk, code, _key in rows)
    named = [(pk, code if n_of_code[code] == 1 else f"{key}/{code}") for pk, code, key in rows]
    return Words(named, [(pk, f"{key}/{code}") for pk, code, key in rows])


def _told_apart(rows: list[tuple[int, str]]) -> list[tuple[int, str]]:
    n_of_word = Counter(word for _pk, word in rows)
    return [(pk, word if n_of_word[word] == 1 else f"{word} (#{pk})") for pk, word in rows]
