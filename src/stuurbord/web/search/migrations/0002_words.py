"""The index of words: an FTS5 table with triggers on SQLite, a computed column with GIN on PostgreSQL."""

from django.db import migrations

SQLITE = (
    """CREATE VIRTUAL TABLE search_words USING fts5(
        title_words, text_words, stems, content='search_searchtext', content_rowid='id',
        tokenize='unicode61 remove_diacritics 0', prefix='2 3 4')""",
    """CREATE TRIGGER search_words_in AFTER INSERT ON search_searchtext BEGIN
        INSERT INTO search_words(rowid, title_words, text_words, stems)
        VALUES (new.id, new.title_words, new.text_words, new.stems);
    END""",
    """CREATE TRIGGER search_words_out AFTER DELETE ON search_searchtext BEGIN
        INSERT INTO search_words(search_words, rowid, title_words, text_words, stems)
        VALUES ('delete', old.id, old.title_words, old.text_words, old.stems);
    END""",
    """CREATE TRIGGER search_words_change AFTER UPDATE ON search_searchtext BEGIN
        INSERT INTO search_words(search_words, rowid, title_words, text_words, stems)
        VALUES ('delete', old.id, old.title_words, old.text_words, old.stems);
        INSERT INTO search_words(rowid, title_words, text_words, stems)
        VALUES (new.id, new.title_words, new.text_words, new.stems);
    END""",
)
NOT_SQLITE = tuple(
    f"DROP {kind} IF EXISTS {name}"
    for kind, name in (
        ("TRIGGER", "search_words_in"),
        ("TRIGGER", "search_words_out"),
        ("TRIGGER", "search_words_change"),
        ("TABLE", "search_words"),
    )
)
# The same words for both databases come first; what PostgreSQL makes of them in Dutch is added to that.
POSTGRESQL = (
    """ALTER TABLE search_searchtext ADD COLUMN vector tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('simple', title_words), 'A') ||
        setweight(to_tsvector('simple', text_words), 'B') ||
        setweight(to_tsvector('simple', stems), 'C') ||
        setweight(to_tsvector('dutch', title_words || ' ' || text_words), 'D')) STORED""",
    "CREATE INDEX search_searchtext_vector ON search_searchtext USING gin (vector)",
)
NOT_POSTGRESQL = ("ALTER TABLE search_searchtext DROP COLUMN IF EXISTS vector",)


def there(apps, schema_editor):
    _run(schema_editor, POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE)


def back(apps, schema_editor):
    _run(schema_editor, NOT_POSTGRESQL if schema_editor.connection.vendor == "postgresql" else NOT_SQLITE)


def _run(schema_editor, statements):
    for statement in statements:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(there, back)]
