"""The database refuses to change or remove entries; and what the last verification found is kept."""

from django.db import migrations, models

from stuurbord.web.audit.append_only import guard, unguard


def there(apps, schema_editor):
    guard(schema_editor.connection)


def back(apps, schema_editor):
    unguard(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_auditentry_version")]
    operations = [
        migrations.CreateModel(
            name="Verification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("until", models.PositiveBigIntegerField()),
                ("hash", models.CharField(max_length=64)),
                ("breaks", models.JSONField(default=list)),
                ("n_breaks", models.PositiveIntegerField(default=0)),
            ],
            options={"ordering": ["-pk"]},
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(fields=["actor", "-number"], name="audit_audit_actor_number"),
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(fields=["action", "-number"], name="audit_audit_action_number"),
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(fields=["at"], name="audit_audit_at"),
        ),
        migrations.RunPython(there, back),
    ]
