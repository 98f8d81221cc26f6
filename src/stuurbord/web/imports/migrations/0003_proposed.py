from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("imports", "0002_import_date_checks")]

    operations = [
        migrations.AlterField(
            model_name="import",
            name="state",
            field=models.CharField(
                choices=[
                    ("ready", "to review"),
                    ("needs_mapping", "columns to map"),
                    ("refused", "not read"),
                    ("applied", "applied"),
                    ("discarded", "discarded"),
                    ("proposed", "made into a proposal"),
                ],
                max_length=16,
            ),
        ),
    ]
