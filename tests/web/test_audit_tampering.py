"""Four kinds of tampering with the audit chain are named, in plain records and in both databases."""

from __future__ import annotations

import copy
import json

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st
from web import factories
from web.audit_chains import chain, edit, exchange, insert, rehash_all, remove

from stuurbord.web.audit.append_only import is_guarded, without_guard
from stuurbord.web.audit.chain import as_record, judge_database, sealed_export
from stuurbord.web.audit.models import AuditEntry, AuditHead
from stuurbord.web.audit.proof import End, hash_of, judge, sealed

N = 12


def told(verdict) -> list[tuple[str, int, int]]:
    return [(one.kind.value, one.number, one.until or one.number) for one in verdict.breaks]


def judged(tamper, n: int = N):
    """Return what is found in a chain that was tampered with, its end being known."""
    records = chain(n)
    end = End(n, records[-1]["hash"])
    tamper(records)
    return judge(records, end)


numbers = st.integers(1, N)


@given(numbers, st.sampled_from(["actor", "action", "data", "hash", "previous_hash"]), st.booleans())
def test_an_edited_entry_is_named(number, field, rehash):
    """Any field, the hashes too; also when the entry was given a hash that fits."""
    rehash = rehash and field in ("actor", "action", "data")
    verdict = judged(lambda records: edit(records, number, field=field, rehash=rehash))

    assert told(verdict) == [("edited", number, number)]


@given(st.sets(numbers, min_size=1, max_size=4), st.booleans())
def test_every_edited_entry_is_named(edited, rehash):
    """Not only the first; neighbours too."""

    def tamper(records):
        for number in edited:
            edit(records, number, rehash=rehash)

    assert told(judged(tamper)) == [("edited", number, number) for number in sorted(edited)]


@given(numbers, st.booleans(), st.booleans())
def test_a_removed_entry_is_named(number, renumber, rehash):
    """At the beginning, in the middle, at the end; also when those behind it were given other numbers."""
    verdict = judged(lambda records: remove(records, number, renumber=renumber, rehash=renumber and rehash))

    assert told(verdict) == [("removed", number, number)]


@given(st.integers(1, N - 3), st.integers(2, 3))
def test_removed_entries_in_a_row_are_one_break(first, n):
    """From the first to the last."""

    def tamper(records):
        for _ in range(n):
            remove(records, first, renumber=False)

    assert told(judged(tamper)) == [("removed", first, first + n - 1)]


@given(numbers, st.booleans(), st.booleans())
def test_an_inserted_entry_is_named(number, rehash, forged):
    """Also when its hash and link are well made, and those behind it were hashed one by one."""
    verdict = judged(lambda records: insert(records, number, rehash=rehash, forged=forged))

    assert told(verdict) == [("inserted", number, number)]


def test_an_entry_put_behind_the_end_is_named():
    """The head of the database and the seal of an export say where the chain ends."""
    records = chain(N)
    extra = dict(records[-1]) | {"number": N + 1, "previous_hash": records[-1]["hash"]}
    verdict = judge([*records, extra | {"hash": hash_of(extra)}], End(N, records[-1]["hash"]))

    assert told(verdict) == [("inserted", N + 1, N + 1)]


@given(st.lists(numbers, min_size=2, max_size=2, unique=True), st.booleans(), st.booleans())
def test_entries_that_changed_places_are_named(pair, renumber, rehash):
    """In a file, or by each other's number in a database, with or without a new hash each."""
    one, other = sorted(pair)
    verdict = judged(
        lambda records: exchange(records, one, other, renumber=renumber, rehash=renumber and rehash)
    )

    assert {kind for kind, *_numbers in told(verdict)} == {"moved"}
    assert {number for _kind, number, _until in told(verdict)} <= {one, other}


def test_one_entry_that_was_moved_far_is_one_break():
    """The many that it passed did not move."""
    verdict = judged(lambda records: records.insert(9, records.pop(2)))

    assert told(verdict) == [("moved", 3, 3)]
    assert verdict.breaks[0].message() == "entry 3 was moved: it stands behind entry 10 now"


@given(st.data())
def test_no_tampering_stays_unnoticed(data):
    """Whatever is done after each other: the chain no longer holds, or it is what it was."""
    records = chain(N)
    before = copy.deepcopy(records)
    end = End(N, records[-1]["hash"])
    for _ in range(data.draw(st.integers(1, 4))):
        way = data.draw(st.sampled_from([edit, remove, insert, exchange]))
        number = data.draw(st.integers(1, len(records)))
        if way is exchange:
            exchange(records, 1, number, renumber=data.draw(st.booleans()), rehash=data.draw(st.booleans()))
        elif way is edit:
            edit(records, number, rehash=data.draw(st.booleans()))
        elif len(records) > 2 or way is insert:
            way(records, number, rehash=data.draw(st.booleans()))

    assert judge(records, end).holds == (records == before)


def test_a_chain_made_anew_holds_by_itself_and_not_against_what_was_printed():
    """Who owns the whole database can do that; paper he cannot change."""
    records = chain(N)
    printed = {8: records[7]["hash"]}
    rehash_all(records, 5)
    end = End(N, records[-1]["hash"])

    assert judge(records, end).holds
    assert told(judge(records, end, printed)) == [("renewed", 8, 8)]
    assert told(judge(records[:6], None, {8: "0" * 64})) == [("removed", 8, 8)]


def test_an_export_that_was_cut_short_is_noticed():
    """The seal is its last line; an export without one says nothing of its end."""
    lines = list(sealed(chain(N), "2026-11-25T10:00:00+00:00"))

    assert judge(lines).is_sealed
    assert told(judge([*lines[:5], lines[-1]])) == [("removed", 6, N)]
    assert judge(lines[:5]).holds
    assert not judge(lines[:5]).is_sealed


def test_at_most_fifty_breaks_are_named_and_all_are_counted():
    """Who edited everything is not told a thousand times."""

    def tamper(records):
        for number in range(1, 81):
            edit(records, number)

    verdict = judged(tamper, 80)

    assert len(verdict.breaks) == 50
    assert verdict.n_breaks == 80


# -- in the database ---------------------------------------------------------------------------------


@pytest.fixture
def stored(db):
    """Return the entries of eight actions, and let them be tampered with."""
    for _ in range(8):
        factories.portfolio()
    with without_guard():
        yield AuditEntry.objects


def replace_on_sqlite(table: str) -> None:
    """Put a row in the place of itself: SQLite tells no trigger of DELETE."""
    if connection.vendor != "sqlite":
        raise DatabaseError("there is no such statement")
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")


def test_the_database_refuses_to_change_the_log(db):
    """Whoever asks: only adding is possible; the head never goes back."""
    factories.portfolio()
    ways = [
        lambda: AuditEntry.objects.update(action="niets"),
        lambda: AuditEntry.objects.all().delete(),
        lambda: AuditHead.objects.update(number=0),
        lambda: AuditHead.objects.update(hash="0" * 64),
        lambda: AuditHead.objects.all().delete(),
        lambda: replace_on_sqlite("audit_auditentry"),
        lambda: replace_on_sqlite("audit_audithead"),
    ]
    for way in ways:
        with pytest.raises(DatabaseError), transaction.atomic():
            way()

    assert is_guarded()
    assert AuditEntry.objects.count() == 1


def test_an_entry_edited_in_the_database_is_named(stored):
    """By an SQL statement; with the chain's own arithmetic too."""
    stored.filter(number=3).update(data={"name": "Ander"})
    entry = stored.get(number=6)
    entry.actor_name = "Niemand"
    stored.filter(number=6).update(actor_name="Niemand", hash=hash_of(as_record(entry)))

    assert told(judge_database()) == [("edited", 3, 3), ("edited", 6, 6)]


@pytest.mark.parametrize("number", [1, 4, 8])
def test_an_entry_removed_from_the_database_is_named(stored, number):
    """The first, one in the middle, the last."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_auditentry WHERE number = %s", [number])

    assert told(judge_database()) == [("removed", number, number)]


def test_an_entry_inserted_into_the_database_is_named(stored):
    """With the numbers behind it shifted."""
    for entry in stored.filter(number__gte=5).order_by("-number"):
        stored.filter(pk=entry.pk).update(number=entry.number + 1)
    forged = stored.get(number=2)
    forged.pk, forged.number, forged.previous_hash = None, 5, stored.get(number=4).hash
    forged.hash = hash_of(as_record(forged))
    forged.save(force_insert=True)

    assert told(judge_database()) == [("inserted", 5, 5)]


def test_entries_that_changed_places_in_the_database_are_named(stored):
    """By their numbers."""
    one, other = stored.get(number=3), stored.get(number=6)
    stored.filter(pk=one.pk).update(number=99)
    stored.filter(pk=other.pk).update(number=3)
    stored.filter(pk=one.pk).update(number=6)

    assert told(judge_database()) == [("moved", 3, 3), ("moved", 6, 6)]


def test_an_export_of_the_database_carries_the_head_as_its_seal(db):
    """And is judged the same, after a trip through JSON."""
    factories.portfolio()
    lines = [json.loads(json.dumps(one)) for one in sealed_export()]

    assert judge(lines).holds
    assert lines[-1]["seal"]["hash"] == AuditHead.objects.get().hash
