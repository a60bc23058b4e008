"""Lines of the disclosure log stay when their case is erased, twelve years from the giving (703/2023 § 10)."""

import django.db.models.deletion
from django.db import migrations, models

from rinnalla.access.walls import wall
from rinnalla.retention.erasing import disclosures_sql, sql

AGAIN = (sql.CASE + sql.ERASE_ONE).replace("create function", "create or replace function")
EARLIER = "drop function retention_keep_disclosures(cases_case)"


class Migration(migrations.Migration):

    dependencies = [
        ('organisations', '0004_agreements_on_paper'),
        ('people', '0006_phones'),
        ('retention', '0004_consent_papers'),
        ('cases', '0012_disclosures'),
    ]

    operations = [
        migrations.CreateModel(
            name='KeptDisclosure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('of_case', models.BigIntegerField()),
                ('given_at', models.DateTimeField()),
                ('given_by', models.BigIntegerField(null=True)),
                ('sections', models.JSONField(default=list)),
                ('field_groups', models.JSONField(default=list)),
                ('health_kinds', models.JSONField(default=list)),
                ('aim', models.CharField(max_length=40)),
                ('purpose', models.CharField(max_length=60)),
                ('statute', models.CharField(blank=True, max_length=60)),
                ('consent_number', models.PositiveIntegerField(null=True)),
                ('consent_given_on', models.DateField(null=True)),
                ('channel', models.CharField(blank=True, max_length=40)),
                ('wrong_outcome', models.CharField(blank=True, max_length=40)),
                ('controller', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='people.person')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.region')),
            ],
            options={
                'indexes': [models.Index(fields=['given_at'], name='kept_disclosure_by_day')],
            },
        ),
        wall("retention_keptdisclosure", "person"),
        migrations.RunSQL(disclosures_sql.ONLY_READ, disclosures_sql.GIVEN_BACK),
        migrations.RunSQL(disclosures_sql.KEEP, EARLIER),
        migrations.RunSQL(disclosures_sql.CLOCK, migrations.RunSQL.noop),
        migrations.RunSQL(AGAIN, migrations.RunSQL.noop),
    ]
