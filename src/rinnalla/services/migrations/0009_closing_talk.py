from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('services', '0008_wall_visits'),
    ]

    operations = [
        migrations.AddField(
            model_name='serviceepisode',
            name='closing_talk_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='serviceepisode',
            name='no_talk_reason',
            field=models.CharField(blank=True, max_length=300),
        ),
    ]
