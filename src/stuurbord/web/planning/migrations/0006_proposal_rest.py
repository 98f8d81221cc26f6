import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("planning", "0005_proposal_asks")]

    operations = [
        migrations.AddField(
            model_name="proposal",
            name="rest_of",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="rest",
                to="planning.proposal",
            ),
        ),
    ]
