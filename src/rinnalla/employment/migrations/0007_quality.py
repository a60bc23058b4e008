"""What the criteria ask of a job; a unit's reviews, working times, practices and comparisons: no client is in them."""

import django.db.models.deletion
import django.db.models.functions.comparison
import rinnalla.lib.dates
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0013_breakglass'),
        ('employment', '0006_employer_in_register'),
        ('organisations', '0003_names_staff'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='job',
            name='contract',
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name='job',
            name='normal_pay',
            field=models.BooleanField(null=True),
        ),
        migrations.AddField(
            model_name='job',
            name='open_to_all',
            field=models.BooleanField(null=True),
        ),
        migrations.CreateModel(
            name='QualityReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('form_key', models.UUIDField(editable=False, null=True, unique=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('made_at', models.DateTimeField(default=rinnalla.lib.dates.now, editable=False)),
                ('set_key', models.CharField(max_length=60)),
                ('set_version', models.CharField(max_length=60)),
                ('since', models.DateField()),
                ('until', models.DateField()),
                ('reviewers', models.CharField(max_length=200)),
                ('clients', models.PositiveIntegerField(default=0)),
                ('total', models.PositiveSmallIntegerField(null=True)),
                ('approved_at', models.DateTimeField(null=True)),
                ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.unit')),
            ],
            options={
                'ordering': ['-until', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='QualityImprovement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('made_at', models.DateTimeField(default=rinnalla.lib.dates.now, editable=False)),
                ('item', models.CharField(max_length=60)),
                ('action', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.developmentaction')),
                ('made_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='improvements', to='employment.qualityreview')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='QualityScore',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1)),
                ('number', models.PositiveSmallIntegerField()),
                ('item', models.CharField(max_length=60)),
                ('found', models.JSONField(default=dict)),
                ('answers', models.JSONField(null=True)),
                ('counted', models.PositiveSmallIntegerField(null=True)),
                ('step', models.PositiveSmallIntegerField(null=True)),
                ('own', models.BooleanField(default=False)),
                ('words', models.CharField(blank=True, max_length=500)),
                ('at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scores', to='employment.qualityreview')),
            ],
            options={
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='CoachTime',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1)),
                ('made_at', models.DateTimeField(default=rinnalla.lib.dates.now, editable=False)),
                ('percent', models.PositiveSmallIntegerField(default=100)),
                ('other_percent', models.PositiveSmallIntegerField(default=0)),
                ('coach', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.unit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('unit', 'coach'), name='one_coach_time'), models.CheckConstraint(condition=models.Q(('other_percent__lte', 100), ('percent__range', (1, 100))), name='coach_time_is_a_share')],
            },
        ),
        migrations.CreateModel(
            name='PracticeEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('form_key', models.UUIDField(editable=False, null=True, unique=True)),
                ('made_at', models.DateTimeField(default=rinnalla.lib.dates.now, editable=False)),
                ('kind', models.CharField(max_length=40)),
                ('on', models.DateField()),
                ('made_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.unit')),
            ],
            options={
                'ordering': ['-on', '-pk'],
                'indexes': [models.Index(fields=['unit', '-on'], name='practice_of_unit')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind', ''), _negated=True), name='practice_says_what')],
            },
        ),
        migrations.CreateModel(
            name='QualityComparison',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('form_key', models.UUIDField(editable=False, null=True, unique=True)),
                ('made_at', models.DateTimeField(default=rinnalla.lib.dates.now, editable=False)),
                ('agreed_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('agreed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.unit')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.unit')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('unit', models.F('other')), _negated=True), name='comparison_of_two'), models.UniqueConstraint(django.db.models.functions.comparison.Least('unit', 'other'), django.db.models.functions.comparison.Greatest('unit', 'other'), condition=models.Q(('ended_at__isnull', True)), name='one_comparison_at_a_time'), models.CheckConstraint(condition=models.Q(('agreed_by__isnull', True), models.Q(('agreed_by', models.F('made_by')), _negated=True), _connector='OR'), name='comparison_agreed_by_another'), models.CheckConstraint(condition=models.Q(models.Q(('agreed_at__isnull', True), ('agreed_by__isnull', True)), models.Q(('agreed_at__isnull', False), ('agreed_by__isnull', False)), _connector='OR'), name='comparison_agreed_at_pair'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_by__isnull', True)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='comparison_ended_at_pair')],
            },
        ),
        migrations.AddConstraint(
            model_name='qualityreview',
            constraint=models.UniqueConstraint(condition=models.Q(('approved_at__isnull', True)), fields=('unit',), name='one_open_review'),
        ),
        migrations.AddConstraint(
            model_name='qualityreview',
            constraint=models.CheckConstraint(condition=models.Q(('since__lt', models.F('until'))), name='review_has_a_period'),
        ),
        migrations.AddConstraint(
            model_name='qualityreview',
            constraint=models.CheckConstraint(condition=models.Q(('reviewers', ''), _negated=True), name='review_says_who'),
        ),
        migrations.AddConstraint(
            model_name='qualityreview',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('approved_at__isnull', True), ('total__isnull', True)), models.Q(('approved_at__isnull', False), ('total__isnull', False), ('total__range', (25, 125))), _connector='OR'), name='approved_review_has_sum'),
        ),
        migrations.AddConstraint(
            model_name='qualityreview',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('approved_at__isnull', True), ('approved_by__isnull', True)), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False)), _connector='OR'), name='review_approved_at_pair'),
        ),
        migrations.AddConstraint(
            model_name='qualityscore',
            constraint=models.UniqueConstraint(fields=('review', 'item'), name='one_score_a_criterion'),
        ),
        migrations.AddConstraint(
            model_name='qualityscore',
            constraint=models.CheckConstraint(condition=models.Q(('number__range', (1, 25))), name='score_of_25'),
        ),
        migrations.AddConstraint(
            model_name='qualityscore',
            constraint=models.CheckConstraint(condition=models.Q(('step__isnull', True), ('step__range', (1, 5)), _connector='OR'), name='score_one_to_five'),
        ),
        migrations.AddConstraint(
            model_name='qualityscore',
            constraint=models.CheckConstraint(condition=models.Q(('own', False), models.Q(('own', True), ('step__isnull', False), ('words__regex', '\\S')), _connector='OR'), name='own_score_says_why'),
        ),
        migrations.AddConstraint(
            model_name='qualityscore',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('at__isnull', True), ('by__isnull', True)), models.Q(('at__isnull', False), ('by__isnull', False)), _connector='OR'), name='score_at_pair'),
        ),
    ]
