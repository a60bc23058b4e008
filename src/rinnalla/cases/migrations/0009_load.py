"""How much each worker carries, as counts: no wall of one person reaches a whole team's cases, and none need.

Owner-run (docs/decisions/0011): open cases by weight for workers one names, of the asker's own region alone.
"""

import django.db.models.deletion
import rinnalla.lib.dates
import uuid
from django.conf import settings
from django.db import migrations, models
from rinnalla.access.walls import wall

LOADS = """
create function cases_loads(workers bigint[]) returns table (worker bigint, weight text, cases bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  select c.responsible_worker_id, c.weight, count(*) from cases_case c
   where c.closed_at is null and c.responsible_worker_id = any(workers) and c.region_id = (
     select o.region_id from access_membership m join organisations_unit u on u.id = m.unit_id
       join organisations_organisation o on o.id = u.organisation_id
      where m.id = nullif(current_setting('app.membership_id', true), '')::bigint
        and m.user_id = nullif(current_setting('app.user_id', true), '')::bigint)
   group by c.responsible_worker_id, c.weight
$$;
revoke all on function cases_loads(bigint[]) from public;
grant execute on function cases_loads(bigint[]) to rinnalla_app;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0008_layers'),
        ('organisations', '0002_form_keys'),
        ('people', '0005_wall_identity'),
        ('servicemodels', '0005_handbook_stays'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DevelopmentAction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('form_key', models.UUIDField(editable=False, null=True, unique=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('made_at', models.DateTimeField(default=rinnalla.lib.dates.now, editable=False)),
                ('what', models.CharField(max_length=300)),
                ('due_on', models.DateField()),
                ('done_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': [models.OrderBy(models.F('done_at'), nulls_first=True), 'due_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='LoadLimit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1)),
                ('made_at', models.DateTimeField(default=rinnalla.lib.dates.now, editable=False)),
                ('most', models.PositiveSmallIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='WorkTime',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1)),
                ('week', models.DateField()),
                ('category', models.CharField(choices=[('client', 'Client'), ('network', 'Network'), ('development', 'Development'), ('training', 'Training')], max_length=20)),
                ('minutes', models.PositiveSmallIntegerField()),
            ],
        ),
        migrations.AddField(
            model_name='case',
            name='weight',
            field=models.CharField(choices=[('light', 'Light'), ('normal', 'Normal'), ('heavy', 'Heavy')], db_default='normal', default='normal', max_length=10),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('weight__in', ['light', 'normal', 'heavy'])), name='case_weight_known'),
        ),
        migrations.AddField(
            model_name='developmentaction',
            name='done_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='developmentaction',
            name='made_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='developmentaction',
            name='owner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='developmentaction',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.unit'),
        ),
        migrations.AddField(
            model_name='loadlimit',
            name='made_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='loadlimit',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.unit'),
        ),
        migrations.AddField(
            model_name='loadlimit',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='worktime',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='developmentaction',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('done_at__isnull', True), ('done_by__isnull', True)), models.Q(('done_at__isnull', False), ('done_by__isnull', False)), _connector='OR'), name='development_done_at_pair'),
        ),
        migrations.AddConstraint(
            model_name='developmentaction',
            constraint=models.CheckConstraint(condition=models.Q(('what', ''), _negated=True), name='development_says_what'),
        ),
        migrations.AddConstraint(
            model_name='loadlimit',
            constraint=models.UniqueConstraint(fields=('user', 'unit'), name='one_load_limit'),
        ),
        migrations.AddConstraint(
            model_name='worktime',
            constraint=models.UniqueConstraint(fields=('user', 'week', 'category'), name='one_time_a_category'),
        ),
        migrations.AddConstraint(
            model_name='worktime',
            constraint=models.CheckConstraint(condition=models.Q(('week__week_day', 2)), name='work_week_begins_on_monday'),
        ),
        migrations.AddConstraint(
            model_name='worktime',
            constraint=models.CheckConstraint(condition=models.Q(('minutes__lte', 6000)), name='work_week_has_hours'),
        ),
        wall("cases_worktime", "own"),
        migrations.RunSQL(LOADS, "drop function cases_loads(bigint[])"),
    ]
