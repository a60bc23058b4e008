from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organisations', '0004_agreements_on_paper'),
    ]

    operations = [
        migrations.AddField(
            model_name='unit',
            name='kind',
            field=models.CharField(blank=True, db_default='', default='', max_length=40),
        ),
    ]
