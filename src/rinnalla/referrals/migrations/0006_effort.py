"""What tells how heavy guiding is: warm or cold, fields filled, first signs of a need, drafts left unsent."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0005_versions'),
        ('organisations', '0002_form_keys'),
        ('referrals', '0005_identified'),
    ]

    operations = [
        migrations.CreateModel(
            name='AbandonedDrafts',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField()),
                ('number', models.PositiveIntegerField()),
            ],
        ),
        migrations.AddField(
            model_name='identification',
            name='first_sign_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='identification',
            name='unemployed_since',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='referral',
            name='fields_filled',
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='referral',
            name='kind',
            field=models.CharField(choices=[('warm', 'Lämmin: soitetaan tai tavataan yhdessä'), ('cold', 'Kylmä: lähete riittää')], db_default='cold', default='cold', max_length=10),
        ),
        migrations.AddConstraint(
            model_name='identification',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('first_sign_on__isnull', True), ('first_sign_on__lte', models.F('at__date')), _connector='OR'), models.Q(('unemployed_since__isnull', True), ('unemployed_since__lte', models.F('at__date')), _connector='OR')), name='signs_before_identification', violation_error_message='Merkkien päivä ei voi olla tunnistamisen jälkeen.'),
        ),
        migrations.AddField(
            model_name='abandoneddrafts',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation'),
        ),
        migrations.AddConstraint(
            model_name='abandoneddrafts',
            constraint=models.UniqueConstraint(fields=('organisation', 'on'), name='abandoned_once_a_day'),
        ),
    ]
