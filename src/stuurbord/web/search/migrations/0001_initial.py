from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name='SearchText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=60)),
                ('object_id', models.BigIntegerField()),
                ('part', models.BigIntegerField(default=0)),
                ('project_id', models.BigIntegerField(db_index=True, null=True)),
                ('title', models.TextField()),
                ('text', models.TextField(blank=True)),
                ('title_words', models.TextField()),
                ('text_words', models.TextField(blank=True)),
                ('stems', models.TextField(blank=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'object_id', 'part'), name='one_search_text_per_thing')],
            },
        ),
    ]
