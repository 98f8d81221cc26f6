from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("planning", "0004_revision_figures")]

    operations = [
        migrations.AddField(
            model_name="proposal",
            name="asks",
            field=models.CharField(default="import_plan", max_length=12),
        ),
    ]
