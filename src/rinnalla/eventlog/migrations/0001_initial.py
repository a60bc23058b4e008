import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

import rinnalla.eventlog.models
from rinnalla.eventlog import sql


class Migration(migrations.Migration):

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name='Seal',
            fields=[
                ('no', models.IntegerField(primary_key=True, serialize=False)),
                ('made_at', models.DateTimeField()),
                ('epoch', models.SmallIntegerField()),
                ('cluster', models.CharField(max_length=20)),
                ('xid_low', rinnalla.eventlog.models.Xid8Field()),
                ('xid_high', rinnalla.eventlog.models.Xid8Field()),
                ('events', models.IntegerField()),
                ('lines', models.IntegerField()),
                ('events_total', models.BigIntegerField()),
                ('lines_total', models.BigIntegerField()),
                ('merkle_root', models.BinaryField()),
                ('prev_hash', models.BinaryField()),
                ('hash', models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name='AccessLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('actor_kind', models.CharField(max_length=20)),
                ('user_id', models.BigIntegerField(null=True)),
                ('membership_id', models.BigIntegerField(null=True)),
                ('role', models.CharField(max_length=80)),
                ('organisation_id', models.BigIntegerField(null=True)),
                ('unit_id', models.BigIntegerField(null=True)),
                ('epoch', models.SmallIntegerField()),
                ('xid', rinnalla.eventlog.models.Xid8Field()),
                ('recorded_at', models.DateTimeField()),
                ('session', models.CharField(max_length=16)),
                ('route', models.CharField(max_length=80)),
                ('action', models.CharField(max_length=20)),
                ('person_ids', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ('case_ids', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ('field_groups', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ('grounds', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ('purpose', models.CharField(max_length=80)),
                ('result', models.CharField(max_length=20)),
                ('at', models.DateTimeField()),
                ('leaf', models.BinaryField()),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(fastupdate=True, fields=['case_ids', 'person_ids'], name='eventlog_line_about'), models.Index(fields=['epoch', 'xid'], name='eventlog_line_settled')],
            },
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('actor_kind', models.CharField(max_length=20)),
                ('user_id', models.BigIntegerField(null=True)),
                ('membership_id', models.BigIntegerField(null=True)),
                ('role', models.CharField(max_length=80)),
                ('organisation_id', models.BigIntegerField(null=True)),
                ('unit_id', models.BigIntegerField(null=True)),
                ('epoch', models.SmallIntegerField()),
                ('xid', rinnalla.eventlog.models.Xid8Field()),
                ('recorded_at', models.DateTimeField()),
                ('stream_kind', models.CharField(max_length=20)),
                ('stream_id', models.BigIntegerField()),
                ('seq', models.IntegerField()),
                ('verb', models.CharField(max_length=80)),
                ('object_kind', models.CharField(max_length=80)),
                ('object_id', models.BigIntegerField(null=True)),
                ('case_id', models.BigIntegerField(null=True)),
                ('person_id', models.BigIntegerField(null=True)),
                ('details', models.JSONField()),
                ('happened_at', models.DateTimeField()),
                ('prev_hash', models.BinaryField()),
                ('hash', models.BinaryField()),
            ],
            options={
                'indexes': [models.Index(models.F('case_id'), models.OrderBy(models.F('happened_at'), descending=True), name='eventlog_event_case'), models.Index(fields=['epoch', 'xid'], name='eventlog_event_settled')],
                'constraints': [models.UniqueConstraint(fields=('stream_kind', 'stream_id', 'seq'), name='eventlog_event_stream')],
            },
        ),
        migrations.RunSQL(sql.FORWARDS, sql.BACKWARDS),
    ]
