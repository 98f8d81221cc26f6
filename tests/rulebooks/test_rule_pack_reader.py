"""The strict reader: what a rule book may not hold is an error with file and line; nothing hangs."""

from __future__ import annotations

import time

import pytest

from stuurbord.errors import InvalidRulePack
from stuurbord.rulebooks.rule_pack import read_pack

HEAD = 'key = "x"\nversion = "1"\n'
CLASS = '[[class]]\ncode = "A"\nwhen = [["a"]]\n'
RULE = '[[rule]]\nid = "R"\ntitle = { nl = "regel" }\nseverity = "blocking"\nrequire = [["a"]]\n'
FACT = '[[fact]]\nname = "a"\n'
OTHER = FACT.replace('"a"', '"b"')
NUMBER = '[[fact]]\nname = "n"\nkind = "number"\n'
TEXT = '[[fact]]\nname = "t"\nkind = "text"\nchoices = ["x", "y"]\n'
DAY = '[[fact]]\nname = "d"\nkind = "date"\n'

WRONG = {
    "unknown key at the top": (HEAD + "colour = 1\n" + CLASS, 3, "colour"),
    "unknown table": (HEAD + CLASS + "[[rules]]\nid = 1\n", 6, "rules"),
    "unknown key in a rule": (HEAD + RULE + 'colour = "red"\n', 8, "colour"),
    "unknown key behind a list over lines": (
        HEAD + '[[class]]\ncode = "A"\nwhen = [\n  ["a"]\n]\ncolour = 1\n',
        8,
        "colour",
    ),
    "unknown key behind a text that looks like a table": (
        HEAD + 'source = """\n[[class]]\n"""\n' + CLASS + "colour = 1\n",
        9,
        "colour",
    ),
    "duplicate key": (HEAD + 'version = "2"\n' + CLASS, 3, "version stands here for the second time"),
    "missing key of the pack": ('version = "1"\n' + CLASS, 1, "key"),
    "missing key of a rule": (HEAD + '[[rule]]\nid = "R"\n', 3, "require"),
    "empty version": ('key = "x"\nversion = ""\n' + CLASS, 2, "version"),
    "a key with capitals": ('key = "X Y"\nversion = "1"\n' + CLASS, 1, "X Y"),
    "undeclared fact": (HEAD + CLASS + FACT.replace('"a"', '"b"'), 5, "a"),
    "undeclared fact in a comparison": (HEAD + CLASS.replace('"a"', '"m > 3"') + NUMBER, 5, "m"),
    "circle": (HEAD + '[derive]\np = [["q"]]\nq = [["p"]]\n' + CLASS, 4, "p"),
    "a rule that asks for itself": (HEAD + RULE.replace('[["a"]]', '[["met.blocking"]]'), 7, "met."),
    "a rule that asks for itself by a notion": (
        HEAD + '[derive]\np = [["met.blocking"]]\n' + RULE.replace('"a"', '"p"'),
        9,
        "met.",
    ),
    "kind that is none": (HEAD + CLASS + FACT + 'kind = "colour"\n', 8, "colour"),
    "a number as a flag": (HEAD + CLASS.replace('"a"', '"n"') + NUMBER, 5, "flag"),
    "a number against a day": (HEAD + CLASS.replace('"a"', '"n > 2027-01-01"') + NUMBER, 5, "kinds"),
    "a flag in a comparison": (
        HEAD + CLASS.replace('"a"', '"a = b"') + FACT + FACT.replace('"a"', '"b"'),
        5,
        "flags",
    ),
    "texts in order": (HEAD + CLASS.replace('"a"', "\"t > 'x'\"") + TEXT, 5, "equal"),
    "a text that is no choice": (HEAD + CLASS.replace('"a"', "\"t = 'z'\"") + TEXT, 5, "choices"),
    "a text that is computed": (HEAD + CLASS.replace('"a"', "\"t + 1 = 'x'\"") + TEXT, 5, "computed"),
    "half a day": (HEAD + CLASS.replace('"a"', '"d + 0.5 > 2027-01-01"') + DAY, 5, "whole"),
    "a day that is none": (HEAD + CLASS.replace('"a"', '"d > 2027-02-30"') + DAY, 5, "2027-02-30"),
    "a fact with itself": (HEAD + CLASS.replace('"a"', '"n > n"') + NUMBER, 5, "itself"),
    "always nought": (HEAD + CLASS.replace('"a"', '"n > 0 * n"') + NUMBER, 5, "nought"),
    "no number": (HEAD + CLASS.replace('"a"', '"n > nan * m"') + NUMBER, 5, "nan"),
    "three sides": (HEAD + CLASS.replace('"a"', '"1 < n < 3"') + NUMBER, 5, "more than two"),
    "no fact": (HEAD + CLASS.replace('"a"', '"1 < 3"'), 5, "no fact"),
    "a condition that is no list": (HEAD + CLASS.replace('[["a"]]', '"a"'), 5, "list of lists"),
    "ends before it begins": (HEAD + CLASS + "from = 2027-01-01\nuntil = 2026-01-01\n", 7, "begins"),
    "ends when it begins": (HEAD + CLASS + "from = 2027-01-01\nuntil = 2027-01-01\n", 7, "begins"),
    "a day as text": (HEAD + CLASS + 'from = "2027-01-01"\n', 6, "day"),
    "a moment as day": (HEAD + CLASS + "from = 2027-01-01T12:00:00\n", 6, "day"),
    "no Dutch": (HEAD + CLASS + 'label = { en = "a" }\n', 6, "Dutch"),
    "no title": (HEAD + RULE.replace('{ nl = "regel" }', "{}"), 5, "Dutch"),
    "a language that is none": (HEAD + CLASS + 'label = { nl = "a", de = "b" }\n', 6, "language"),
    "a severity that is none": (HEAD + RULE.replace("blocking", "deadly"), 6, "deadly"),
    "verified by words": (HEAD + CLASS + 'verified = "ja"\n', 6, "true or false"),
    "one id twice on one day": (HEAD + CLASS + CLASS, 6, "twice"),
    "one id twice from a day on": (
        HEAD + CLASS + "until = 2027-01-02\n" + CLASS + "from = 2027-01-01\n",
        7,
        "twice",
    ),
    "one value of two kinds": (
        HEAD + CLASS + '[[value]]\nname = "v"\nvalue = 1\nuntil = 2027-01-01\n'
        '[[value]]\nname = "v"\nvalue = "a"\nfrom = 2027-01-01\n',
        12,
        "kind",
    ),
    "a fact that is a notion too": (HEAD + '[derive]\na = [["b"]]\n' + CLASS + FACT, 9, "already"),
    "a fact called on": (HEAD + CLASS + FACT + FACT.replace('"a"', '"on"'), 9, "already"),
    "one choice": (HEAD + CLASS + FACT + TEXT.replace(', "y"', ""), 11, "two choices"),
    "a duty by a number": (
        HEAD + CLASS + '[[obligation]]\nid = "O"\nwhen = [["a"]]\nby = "12"\n',
        9,
        "no day",
    ),
    "nothing to decide": (HEAD, 1, "no class"),
    "single brackets": (HEAD + '[class]\ncode = "A"\n', 3, "double brackets"),
    "the same key in a table on one line": (
        HEAD + CLASS + 'label = { nl = "a", nl = "b" }\n',
        6,
        "nl stands here for the second time",
    ),
    "the same table twice": (HEAD + "[derive]\n[derive]\n" + CLASS, 4, "The table derive stands here"),
    "a list that is not closed": (HEAD + "when = [[\n", None, "is a text in quotation marks"),
    "a text that is not closed": (HEAD + 'source = "wet\n' + CLASS, 3, "no closing quotation mark"),
    "a word without quotation marks": (HEAD + "source = wet\n" + CLASS, 3, "is a text in quotation marks"),
    "a letter and no TOML": ("Geachte heer\nbijgaand de regels\n", 1, "A line is a key, an equals sign"),
    "a table that is not closed": (HEAD + "[[class]\n", 3, "no closing square bracket"),
    "two things on a line": (HEAD + 'source = "a" "b"\n' + CLASS, 3, "Something else stands behind"),
    "the thirtieth of February": (HEAD + CLASS + "from = 2027-02-30\n", 6, "does not exist"),
    "a backslash": (HEAD + 'source = "C:\\qregels"\n' + CLASS, 3, "backslash"),
    "deep lists": (HEAD + "\nsource = " + "[" * 5_000 + "]" * 5_000 + "\n" + CLASS, 4, "too deep"),
    "no text": (HEAD.replace('"x"', "3") + CLASS, 1, "text"),
    "empty": ("", 1, "key"),
}


@pytest.mark.parametrize(("text", "line", "words"), WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_is_told_with_its_file_and_line(text: str, line: int | None, words: str) -> None:
    """One of the errors names the place and the thing."""
    with pytest.raises(InvalidRulePack) as refused:
        read_pack(text, "boek.toml")

    found = refused.value.findings
    assert all(one.where.file == "boek.toml" for one in found)
    hits = [one for one in found if words in one.message()]
    assert hits, [one.message() for one in found]
    assert line is None or line in {one.where.line for one in hits}, [one.where.line for one in hits]


def test_all_errors_are_told_at_once() -> None:
    """Two rules with a mistake each give two errors."""
    with pytest.raises(InvalidRulePack) as refused:
        read_pack(HEAD + RULE.replace("blocking", "x") + CLASS.replace('[["a"]]', "3"), "boek.toml")

    assert [one.where.line for one in refused.value.findings] == [10, 6]


BOMBS = {
    "ten megabytes": "#" * 10_000_000,
    "a list in a list in a list": HEAD + "source = " + "[" * 100_000 + "]" * 100_000,
    "a table in a table in a table": HEAD + "source = " + "{a = " * 50_000 + "1" + "}" * 50_000,
    "a long dotted key": HEAD + ".".join(["a"] * 20_000) + " = 1\n",
    "a number of a hundred thousand digits": HEAD
    + f"[[value]]\nname = 'v'\nvalue = {'9' * 100_000}\n"
    + CLASS,
    "a notion on a notion on a notion": HEAD
    + "[derive]\n"
    + "".join(f'p{n + 1} = [["p{n}"], ["!p{n}"]]\n' for n in range(5_000))
    + 'p0 = [["a"]]\n'
    + CLASS,
    "a thousand mistakes": HEAD + CLASS + "".join(f'[[rule]]\nid = "{n}"\n' for n in range(20_000)),
}


@pytest.mark.parametrize("text", BOMBS.values(), ids=BOMBS.keys())
def test_a_text_that_is_meant_to_break_things_is_refused_in_time(text: str) -> None:
    """It is refused with an error of its own, within seconds."""
    began = time.perf_counter()
    with pytest.raises(InvalidRulePack) as refused:
        read_pack(text, "bom.toml")

    assert time.perf_counter() - began < 8
    assert 0 < len(refused.value.findings) <= 200


def test_notions_that_branch_do_not_multiply() -> None:
    """Forty notions, each on the one before in two ways, are decided at once, missing facts included."""
    from datetime import date

    from stuurbord.rulebooks.rule_pack import decide

    lines = "".join(f'p{n + 1} = [["p{n}", "b{n}"], ["!p{n}", "!b{n}"]]\n' for n in range(39))
    pack = read_pack(HEAD + '[derive]\np0 = [["a"]]\n' + lines + CLASS.replace('"a"', '"p39"'), "boek.toml")
    began = time.perf_counter()

    assert len(decide(pack, {}, date(2027, 1, 1)).missing) == 40
    assert time.perf_counter() - began < 5


def test_a_pack_without_declared_facts_reads_its_names_as_flags() -> None:
    """The shortest pack: key, version and classes."""
    pack = read_pack(HEAD + CLASS, "boek.toml")

    assert [(one.name, one.kind) for one in pack.facts] == [("a", "flag")]
    assert pack.lines["class:A"] == 3


def test_one_name_may_follow_itself_in_time() -> None:
    """A change of law is a new date: the same id, from the day on which the other ends."""
    text = HEAD + CLASS + "until = 2027-01-01\n" + CLASS.replace('"a"', '"!a"') + "from = 2027-01-01\n"

    assert len(read_pack(text, "boek.toml").verdicts) == 2
