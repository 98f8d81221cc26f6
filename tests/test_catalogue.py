"""The catalogues say all that the sources say, in good Dutch and French, and fill in the same fields."""

from __future__ import annotations

import gettext
import io
import re
import string
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from catalogue.messages import Message, united  # noqa: E402 - the folder stands beside the product
from catalogue.po_file import Catalogue, compiled, path_of, read, written  # noqa: E402
from catalogue.sources import messages_of, python_messages, template_messages  # noqa: E402
from catalogue.updating import taken, updated  # noqa: E402
from stuurbord.language import LANGUAGES  # noqa: E402

COMPLETE = ("nl", "fr")
BANNED = (
    "!",
    "succesvol",
    "helaas",
    "oeps",
    "a.u.b.",
    "gelieve",
    "deadline",
    "fte",
    "stakeholder",
    "release",
)
"""What look.md and the glossary keep out of Dutch sentences."""
INFORMAL = re.compile(r"\b(je|jij|jouw|jullie)\b", re.IGNORECASE)
FRENCH_SPACE = re.compile(r"(?<=[^\s\u00a0\u202f\d])[;?»](?=\s|$)|[^\s\u00a0\u202f] [:;?»]|«[^\u00a0]")


@pytest.fixture(scope="module")
def messages() -> list[Message]:
    """Every string of the sources."""
    return messages_of(ROOT / "src" / "stuurbord")


@pytest.fixture(scope="module")
def catalogues() -> dict[str, Catalogue]:
    """Language → its catalogue, as it stands in the repository."""
    return {code: read(path_of(code)) for code in LANGUAGES}


@pytest.mark.parametrize("code", LANGUAGES)
def test_catalogue_follows_the_sources(code, messages, catalogues):
    """Extraction finds nothing new and nothing stale; `make messages` would change nothing."""
    now = written(updated(catalogues[code], messages, code), code)

    assert path_of(code).read_text(encoding="utf-8") == now, "run `make messages`"


@pytest.mark.parametrize("code", COMPLETE)
def test_catalogue_is_complete(code, catalogues):
    """No string is without its translation, in none of its plural forms, and none is a guess."""
    lacking = [message.text for message, said in catalogues[code].items() if not all(said)]

    assert lacking == []
    assert "fuzzy" not in path_of(code).read_text(encoding="utf-8")


@pytest.mark.parametrize("code", LANGUAGES)
def test_translation_fills_in_the_same_fields(code, catalogues):
    """A field that is dropped loses a fact; one that is invented breaks the page."""
    for message, said in catalogues[code].items():
        # One thing may go without its number: "één risico", "ce risque".
        may_lack = {"n", "count", "number"} if message.plural else set()
        for source, text in zip((message.text, message.plural), said, strict=False):
            if text:
                assert fields_of(text) - may_lack == fields_of(source) - may_lack, text
                assert fields_of(text) <= fields_of(message.text) | fields_of(message.plural), text


@pytest.mark.parametrize("code", LANGUAGES)
def test_translation_keeps_the_edges(code, catalogues):
    """A string that continues a sentence begins and ends where its source does; a sentence stays one."""
    for message, said in catalogues[code].items():
        for text in filter(None, said):
            assert (text[0] == " ", text[-1] == " ") == (message.text[0] == " ", message.text[-1] == " "), (
                text
            )
            if " " in message.text:
                assert (text[-1] == ".") == (message.text[-1] == "."), text


@pytest.mark.parametrize("code", COMPLETE)
def test_plurals_have_both_forms(code, catalogues):
    """Dutch and French have two forms each, and the file says which is which."""
    plural = [said for message, said in catalogues[code].items() if message.plural]
    rule = {"nl": "nplurals=2; plural=(n != 1);", "fr": "nplurals=2; plural=(n > 1);"}[code]

    assert plural
    assert all(len(said) == 2 for said in plural)
    assert rule in path_of(code).read_text(encoding="utf-8")


@pytest.mark.parametrize("word", BANNED)
def test_dutch_is_calm(word, catalogues):
    """No exclamations, no apologies, no words from elsewhere."""
    pattern = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)", re.IGNORECASE)
    found = [text for said in catalogues["nl"].values() for text in said if pattern.search(text)]

    assert found == []


def test_dutch_says_u(catalogues):
    """One form of address, everywhere."""
    found = [text for said in catalogues["nl"].values() for text in said if INFORMAL.search(text)]

    assert found == []


def test_french_has_its_spaces(catalogues):
    """A no-break space stands before ; : ? and within guillemets, so that no sign starts a line."""
    found = [text for said in catalogues["fr"].values() for text in said if FRENCH_SPACE.search(text)]

    assert found == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_compiled_catalogue_speaks(code, catalogues):
    """The binary form answers as the file reads; English without an entry answers with its source."""
    speaks = gettext.GNUTranslations(io.BytesIO(compiled(path_of(code))))

    for message, said in catalogues[code].items():
        if message.context:
            assert speaks.pgettext(message.context, message.text) == said[0]
        elif message.plural:
            forms = [speaks.ngettext(message.text, message.plural, n) for n in (1, 2)]
            assert tuple(forms) == said
        else:
            assert speaks.gettext(message.text) == said[0]
    assert speaks.gettext("A sentence nobody wrote.") == "A sentence nobody wrote."


PYTHON = {
    'gettext("One.")': [Message("One.")],
    'text = N_("One " "sentence.")': [Message("One sentence.")],
    'x = _("a" if y else "b")': [Message("a"), Message("b")],
    'ngettext("{n} day", "{n} days", n)': [Message("{n} day", plural="{n} days")],
    'speaker.ngettext(N_("{count} day"), N_("{count} days"), n)': [
        Message("{count} day", plural="{count} days")
    ],
    'KINDS = {"risk": (N_("{count} risk"), N_("{count} risks"))}': [
        Message("{count} risk", plural="{count} risks")
    ],
    'words = (N_("no"), N_("yes"))': [Message("no"), Message("yes")],
    'pgettext("key", "open")': [Message("open", "key")],
    "gettext(text)": [],
    'print("Not marked.")': [],
}


@pytest.mark.parametrize("source", PYTHON)
def test_python_strings_are_found(source):
    """Every way in which the sources mark a string."""
    assert python_messages(source) == PYTHON[source]


@pytest.mark.parametrize("source", ['_(f"{n} days")', 'N_("a" + b)', 'gettext("%s" % name)'])
def test_string_put_together_is_refused(source):
    """What is only known at run time would never be found in a catalogue."""
    with pytest.raises(ValueError, match=r"page\.py:1"):
        python_messages(source, "page.py")


@pytest.mark.parametrize(
    "source",
    [
        "from django.utils.translation import gettext_noop as noop",
        "from stuurbord.errors import Finding, N_ as later",
        "from django.utils.translation import ngettext as _",
        "def page():\n    from gettext import gettext as translate",
    ],
)
def test_a_name_that_is_not_followed_is_refused(source):
    """What is marked under another name would stay English on every page, and no test would tell."""
    with pytest.raises(ValueError, match=r"page\.py:[12]: \w+ as \w+ is not followed"):
        python_messages(source, "page.py")


@pytest.mark.parametrize("name", ["gettext as _", "gettext_lazy as _", "gettext_noop as N_", "ngettext"])
def test_the_usual_names_are_followed(name):
    """The names by which strings are found."""
    assert python_messages(f"from django.utils.translation import {name}", "page.py") == []


TEMPLATES = {
    '{% translate "One." %}': [Message("One.")],
    '{% translate "open" context "key" %}': [Message("open", "key")],
    '<ul>\n  <li>{% translate "One." as one %}\n   </li></ul>': [Message("One.")],
    "{% blocktranslate %}Menu of {{ name }}{% endblocktranslate %}": [Message("Menu of %(name)s")],
    "{% blocktranslate trimmed %}\n  One\n  line.\n{% endblocktranslate %}": [Message("One line.")],
    "{% blocktranslate count n=x %}{{ n }} day{% plural %}{{ n }} days{% endblocktranslate %}": [
        Message("%(n)s day", plural="%(n)s days")
    ],
    '{{ value|default:_("none") }}': [Message("none")],
    '{% translate "at most 10 %" %}': [Message("at most 10 %%")],
    "<p>Not marked.</p>": [],
}


@pytest.mark.parametrize("source", TEMPLATES)
def test_template_strings_are_found(source):
    """Every way in which a template marks a string, as Django will look it up."""
    assert template_messages(source) == TEMPLATES[source]


def test_one_text_serves_singular_and_plural():
    """A text that occurs with and without its plural is one entry."""
    plural = Message("{n} day", plural="{n} days")

    assert united([Message("{n} day"), plural, Message("a")]) == [Message("a"), plural]


def test_two_plurals_of_one_text_are_refused():
    """Gettext would silently take one of them."""
    with pytest.raises(ValueError, match="two plurals"):
        united([Message("day", plural="days"), Message("day", plural="dayz")])


def test_update_keeps_adds_and_drops():
    """A translation stays, a new string comes in empty, an unused one goes."""
    before = {Message("a"): ("A",), Message("old"): ("Oud",)}

    assert updated(before, [Message("a"), Message("b")], "nl") == {Message("a"): ("A",), Message("b"): ("",)}


def test_source_language_keeps_only_what_differs():
    """English needs no entry that repeats its source."""
    before = {Message("a"): ("A better a",)}

    assert updated(before, [Message("a"), Message("b")], "en") == {Message("a"): ("A better a",)}


def test_taking_fills_only_the_gaps():
    """Another file's translation never replaces one that stands."""
    ours = {Message("a"): ("A",), Message("b"): ("",)}
    theirs = {Message("a"): ("X",), Message("b"): ("B",)}

    assert taken(ours, [theirs]) == {Message("a"): ("A",), Message("b"): ("B",)}


def test_written_catalogue_reads_back(tmp_path):
    """Quotes, newlines, contexts, plurals and long lines survive the file."""
    made = {
        Message('Say "yes"\nor no, ' + "and so on " * 20): ("Zeg “ja”\nof nee.",),
        Message("open", "key"): ("openen",),
        Message("{n} day", plural="{n} days"): ("{n} dag", "{n} dagen"),
        Message("%(n)s left"): ("nog %(n)s",),
    }
    (tmp_path / "django.po").write_text(written(made, "nl"), encoding="utf-8")

    assert read(tmp_path / "django.po") == made


def fields_of(text: str) -> set[str]:
    """Return the names that are filled into a text, in either notation."""
    percent = set(re.findall(r"%\((\w+)\)", text))
    if percent:
        return percent
    try:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except ValueError:  # a brace that is no field: compared as it stands
        return set(re.findall(r"[{}]", text))
