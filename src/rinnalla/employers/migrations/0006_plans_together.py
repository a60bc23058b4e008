"""Plans of three bodies for finding work (T-64): no client is in them."""

import django.db.models.deletion
import rinnalla.lib.dates
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('employers', '0005_letters_moved'),
        ('organisations', '0004_agreements_on_paper'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='EmployerPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('form_key', models.UUIDField(editable=False, null=True, unique=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('made_at', models.DateTimeField(default=rinnalla.lib.dates.now, editable=False)),
                ('name', models.CharField(max_length=120)),
                ('aim', models.TextField()),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('review_on', models.DateField()),
                ('closed_at', models.DateTimeField(null=True)),
                ('result', models.TextField(blank=True)),
                ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.region')),
            ],
            options={
                'ordering': ['-starts_on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='PlanParty',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('made_at', models.DateTimeField(default=rinnalla.lib.dates.now, editable=False)),
                ('part', models.CharField(max_length=40)),
                ('made_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parties', to='employers.employerplan')),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.unit')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='PlanTarget',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('form_key', models.UUIDField(editable=False, null=True, unique=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('made_at', models.DateTimeField(default=rinnalla.lib.dates.now, editable=False)),
                ('what', models.CharField(max_length=200)),
                ('number', models.PositiveIntegerField()),
                ('reached', models.PositiveIntegerField(default=0)),
                ('due_on', models.DateField()),
                ('made_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='targets', to='employers.employerplan')),
            ],
            options={
                'ordering': ['due_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='PlanMeasure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('form_key', models.UUIDField(editable=False, null=True, unique=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('made_at', models.DateTimeField(default=rinnalla.lib.dates.now, editable=False)),
                ('what', models.CharField(max_length=300)),
                ('due_on', models.DateField()),
                ('done_at', models.DateTimeField(null=True)),
                ('done_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='measures', to='employers.employerplan')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='measures', to='employers.planparty')),
                ('target', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='measures', to='employers.plantarget')),
            ],
            options={
                'ordering': ['due_on', 'pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='employerplan',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='employer_plan_days'),
        ),
        migrations.AddConstraint(
            model_name='employerplan',
            constraint=models.CheckConstraint(condition=models.Q(('aim__regex', '\\S'), ('name__regex', '\\S')), name='employer_plan_says_what'),
        ),
        migrations.AddConstraint(
            model_name='employerplan',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('closed_by__isnull', True)), models.Q(('closed_at__isnull', False), ('closed_by__isnull', False)), _connector='OR'), name='employer_plan_closed_at_pair'),
        ),
        migrations.AddConstraint(
            model_name='employerplan',
            constraint=models.CheckConstraint(condition=models.Q(('closed_at__isnull', True), ('result__regex', '\\S'), _connector='OR'), name='employer_plan_closed_with_result'),
        ),
        migrations.AddConstraint(
            model_name='planparty',
            constraint=models.UniqueConstraint(fields=('plan', 'part'), name='one_body_for_a_part'),
        ),
        migrations.AddConstraint(
            model_name='planparty',
            constraint=models.CheckConstraint(condition=models.Q(('part', ''), _negated=True), name='plan_party_has_a_part'),
        ),
        migrations.AddConstraint(
            model_name='plantarget',
            constraint=models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='plan_target_is_something'),
        ),
        migrations.AddConstraint(
            model_name='plantarget',
            constraint=models.CheckConstraint(condition=models.Q(('what__regex', '\\S')), name='plan_target_says_what'),
        ),
        migrations.AddConstraint(
            model_name='planmeasure',
            constraint=models.CheckConstraint(condition=models.Q(('what__regex', '\\S')), name='plan_measure_says_what'),
        ),
        migrations.AddConstraint(
            model_name='planmeasure',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('done_at__isnull', True), ('done_by__isnull', True)), models.Q(('done_at__isnull', False), ('done_by__isnull', False)), _connector='OR'), name='plan_measure_done_at_pair'),
        ),
    ]
