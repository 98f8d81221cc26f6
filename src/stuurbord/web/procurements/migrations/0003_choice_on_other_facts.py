from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('procurements', '0002_plan_effect'),
    ]

    operations = [
        migrations.AddField(
            model_name='procurementfile',
            name='is_against',
            field=models.BooleanField(default=False),
        ),
    ]
