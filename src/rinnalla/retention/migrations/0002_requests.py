"""What clients ask of their own data, behind its wall, and what whoever answers reaches past the walls."""

import django.contrib.postgres.fields
import django.db.models.deletion
import rinnalla.lib.dates
import uuid
from django.conf import settings
from django.db import migrations, models

from rinnalla.access.walls import wall
from rinnalla.referrals.sql import function
from rinnalla.retention.requests.sql import ASKERS, LINES, OF_PERSON, WALL


class Migration(migrations.Migration):

    dependencies = [
        ('retention', '0001_erasing'),
        ('cases', '0010_messages'),
        ('organisations', '0002_form_keys'),
        ('people', '0005_wall_identity'),
        ('access', '0010_consent_kind'),
        ('referrals', '0013_outside_wall'),
        ('eventlog', '0003_outside'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='RightsRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('form_key', models.UUIDField(editable=False, null=True, unique=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('made_at', models.DateTimeField(default=rinnalla.lib.dates.now, editable=False)),
                ('kind', models.CharField(choices=[('log_question', 'Kysymys lokin rivistä'), ('log_request', 'Lokipyyntö'), ('explanation', 'Selvitys katsomisen perusteesta'), ('correction', 'Korjauspyyntö'), ('objection', 'Tietojen käytön vastustaminen'), ('erasure', 'Tietojen poistaminen')], max_length=20)),
                ('side', models.CharField(choices=[('officer', 'Tietosuojavastaava'), ('team', 'Asiakasvastaava')], max_length=10)),
                ('text', models.TextField(blank=True)),
                ('wants_call', models.BooleanField(default=False)),
                ('line_ids', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('older_why', models.TextField(blank=True)),
                ('place', models.CharField(blank=True, max_length=20)),
                ('row_uuid', models.UUIDField(null=True)),
                ('should_be', models.TextField(blank=True)),
                ('due_on', models.DateField()),
                ('extended_at', models.DateTimeField(null=True)),
                ('extension_reason', models.TextField(blank=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('outcome', models.CharField(blank=True, choices=[('explained', 'Katsomiseen oli peruste'), ('unlawful', 'Katsomiseen ei ollut perustetta'), ('given', 'Tiedot annettiin'), ('corrected', 'Tieto korjattiin'), ('granted', 'Pyyntöön suostuttiin'), ('refused', 'Pyyntöön ei suostuttu')], max_length=10)),
                ('refusal', models.CharField(blank=True, max_length=20)),
                ('answer', models.TextField(blank=True)),
                ('fixed_in', models.UUIDField(null=True)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='rights_requests', to='cases.case')),
                ('extended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rights_requests', to='people.person')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.region')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('answered_at__isnull', True)), fields=['region', 'due_on'], name='rights_waiting')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['log_question', 'log_request', 'explanation', 'correction', 'objection', 'erasure'])), name='rights_kind_known'), models.CheckConstraint(condition=models.Q(('side__in', ['officer', 'team'])), name='rights_side_known'), models.CheckConstraint(condition=models.Q(models.Q(('side', 'team'), _negated=True), models.Q(('case__isnull', False), ('kind', 'correction')), _connector='OR'), name='rights_team_corrects'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'correction'), models.Q(('place', ''), _negated=True), ('should_be__regex', '\\S')), models.Q(models.Q(('kind', 'correction'), _negated=True), ('fixed_in', None), ('place', ''), ('row_uuid', None), ('should_be', '')), _connector='OR'), name='rights_correction_whole'), models.CheckConstraint(condition=models.Q(('kind__in', ['log_request', 'correction']), ('text__regex', '\\S'), _connector='OR'), name='rights_says_what'), models.CheckConstraint(condition=models.Q(('older_why', ''), ('kind', 'log_request'), _connector='OR'), name='rights_older_of_log'), models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at', None), ('outcome', ''), ('refusal', '')), models.Q(('answer__regex', '\\S'), ('answered_at__isnull', False), ('outcome__in', ['explained', 'unlawful', 'given', 'corrected', 'granted', 'refused'])), _connector='OR'), name='rights_answered_whole'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'refused'), models.Q(('refusal', ''), _negated=True)), models.Q(models.Q(('outcome', 'refused'), _negated=True), ('refusal', '')), _connector='OR'), name='rights_refused_on_ground'), models.CheckConstraint(condition=models.Q(models.Q(('extended_at__isnull', True), ('extension_reason', '')), models.Q(('extended_at__isnull', False), ('extension_reason__regex', '\\S')), _connector='OR'), name='rights_extended_why'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('answered_by__isnull', True)), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False)), _connector='OR'), name='rights_answered_at_pair'), models.CheckConstraint(condition=models.Q(models.Q(('extended_at__isnull', True), ('extended_by__isnull', True)), models.Q(('extended_at__isnull', False), ('extended_by__isnull', False)), _connector='OR'), name='rights_extended_at_pair')],
            },
        ),
        wall("retention_rightsrequest", "person", WALL),
        function("accesslog_of_person(bigint, timestamptz)", OF_PERSON),
        function("retention_lines(bigint)", LINES),
        function("retention_askers(bigint[])", ASKERS),
    ]
