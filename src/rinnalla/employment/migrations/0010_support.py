"""Support at work: adaptations, agreements of three with the employer's wall, talks of benefits, hours, the subsidy's ground."""

import django.db.models.deletion
import rinnalla.lib.dates
import uuid
from django.conf import settings
from django.db import migrations, models

from rinnalla.access.walls import wall
from rinnalla.employment.support.sql import NAME, RIGHTS, SUBSIDIES, TABLES, TRIGGERS, not_of_helper


class Migration(migrations.Migration):

    dependencies = [
        ('access', '0017_grant_organisation'),
        ('cases', '0015_on_behalf'),
        ('employers', '0006_plans_together'),
        ('employment', '0009_leave_by_law'),
        ('services', '0009_closing_talk'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='job',
            name='pay_subsidy_ground',
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.CreateModel(
            name='WorkAdaptation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('form_key', models.UUIDField(editable=False, null=True, unique=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('made_at', models.DateTimeField(default=rinnalla.lib.dates.now, editable=False)),
                ('variant', models.CharField(max_length=40)),
                ('kind', models.CharField(max_length=40)),
                ('need', models.TextField()),
                ('done', models.TextField(blank=True)),
                ('done_on', models.DateField(null=True)),
                ('payer', models.CharField(max_length=40)),
                ('works', models.CharField(blank=True, max_length=40)),
                ('review_on', models.DateField(null=True)),
                ('ended_on', models.DateField(null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.case')),
                ('job', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='adaptations', to='employment.job')),
                ('made_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='AdaptationLook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('form_key', models.UUIDField(editable=False, null=True, unique=True)),
                ('made_at', models.DateTimeField(default=rinnalla.lib.dates.now, editable=False)),
                ('on', models.DateField(default=rinnalla.lib.dates.today)),
                ('works', models.CharField(max_length=40)),
                ('words', models.TextField(blank=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.case')),
                ('made_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('adaptation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='looks', to='employment.workadaptation')),
            ],
            options={
                'ordering': ['-on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='WorkAgreement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('form_key', models.UUIDField(editable=False, null=True, unique=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('made_at', models.DateTimeField(default=rinnalla.lib.dates.now, editable=False)),
                ('kind', models.CharField(max_length=40)),
                ('ended_on', models.DateField(null=True)),
                ('ended_why', models.CharField(blank=True, max_length=300)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.case')),
                ('employer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='employers.employer')),
                ('episode', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='agreements', to='employment.coachingepisode')),
                ('job', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='agreements', to='employment.job')),
                ('made_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='AgreementVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('form_key', models.UUIDField(editable=False, null=True, unique=True)),
                ('made_at', models.DateTimeField(default=rinnalla.lib.dates.now, editable=False)),
                ('number', models.PositiveSmallIntegerField(default=1)),
                ('parts', models.JSONField()),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(null=True)),
                ('subsidy_ground', models.CharField(blank=True, max_length=40)),
                ('field_groups', models.JSONField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.case')),
                ('consent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.consent')),
                ('disclosure', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.disclosure')),
                ('made_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='employment.workagreement')),
            ],
            options={
                'ordering': ['-number'],
            },
        ),
        migrations.CreateModel(
            name='AgreementAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('form_key', models.UUIDField(editable=False, null=True, unique=True)),
                ('made_at', models.DateTimeField(default=rinnalla.lib.dates.now, editable=False)),
                ('party', models.CharField(choices=[('client', ''), ('employer', ''), ('unit', '')], max_length=10)),
                ('answer', models.CharField(choices=[('approved', ''), ('refused', '')], max_length=10)),
                ('on', models.DateField()),
                ('name', models.CharField(max_length=79)),
                ('way', models.CharField(max_length=40)),
                ('words', models.CharField(blank=True, max_length=300)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.case')),
                ('made_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='employment.agreementversion')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('version', 'party'), name='one_answer_of_a_party'), models.CheckConstraint(condition=models.Q(('name__regex', '\\S')), name='answer_says_who'), models.CheckConstraint(condition=models.Q(('answer__in', ['approved', 'refused']), ('party__in', ('client', 'employer', 'unit'))), name='answer_of_a_party')],
            },
        ),
        migrations.CreateModel(
            name='BenefitsTalk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('form_key', models.UUIDField(editable=False, null=True, unique=True)),
                ('made_at', models.DateTimeField(default=rinnalla.lib.dates.now, editable=False)),
                ('on', models.DateField()),
                ('topics', models.JSONField()),
                ('words', models.TextField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.case')),
                ('episode', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='benefit_talks', to='employment.coachingepisode')),
                ('job', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='benefit_talks', to='employment.job')),
                ('made_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-on', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('topics', []), _negated=True), ('words__regex', '\\S')), name='benefits_talk_says_what')],
            },
        ),
        migrations.CreateModel(
            name='JobHours',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('form_key', models.UUIDField(editable=False, null=True, unique=True)),
                ('made_at', models.DateTimeField(default=rinnalla.lib.dates.now, editable=False)),
                ('from_on', models.DateField()),
                ('hours_week', models.DecimalField(decimal_places=1, max_digits=4)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.case')),
                ('job', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hours', to='employment.job')),
                ('made_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['from_on', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('hours_week__gt', 0), ('hours_week__lte', 48)), name='job_hours_of_a_week'), models.UniqueConstraint(fields=('job', 'from_on'), name='job_hours_once_a_day')],
            },
        ),
        migrations.AddConstraint(
            model_name='workadaptation',
            constraint=models.CheckConstraint(condition=models.Q(('need__regex', '\\S')), name='adaptation_says_what_is_needed'),
        ),
        migrations.AddConstraint(
            model_name='workadaptation',
            constraint=models.CheckConstraint(condition=models.Q(('done_on__isnull', True), ('done__regex', '\\S'), _connector='OR'), name='adaptation_done_says_what'),
        ),
        migrations.AddConstraint(
            model_name='workadaptation',
            constraint=models.CheckConstraint(condition=models.Q(('works', ''), ('done_on__isnull', False), _connector='OR'), name='adaptation_works_when_done'),
        ),
        migrations.AddConstraint(
            model_name='workadaptation',
            constraint=models.CheckConstraint(condition=models.Q(('ended_on__isnull', False), ('review_on__isnull', False), _connector='OR'), name='adaptation_is_looked_at'),
        ),
        migrations.AddConstraint(
            model_name='workagreement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_on__isnull', True), ('ended_why', '')), models.Q(('ended_on__isnull', False), ('ended_why__regex', '\\S')), _connector='OR'), name='agreement_of_three_ends_with_why'),
        ),
        migrations.AddConstraint(
            model_name='agreementversion',
            constraint=models.UniqueConstraint(fields=('agreement', 'number'), name='agreement_version_once'),
        ),
        migrations.AddConstraint(
            model_name='agreementversion',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='agreement_version_days'),
        ),
        *(wall(table, "case") for table in TABLES),
        *(migrations.RunSQL(*not_of_helper(table)) for table in TABLES),
        *(migrations.RunSQL(made, dropped) for made, dropped in TRIGGERS),
        migrations.RunSQL(SUBSIDIES + RIGHTS, f"drop function {NAME}"),
    ]
