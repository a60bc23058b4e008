"""The consultation network: rosters by topic, questions that reach them, the asker's next step, shared answers."""

import django.db.models.deletion
import rinnalla.lib.dates
import uuid
from django.conf import settings
from django.db import migrations, models

from rinnalla.access.walls import CONDITIONS
from rinnalla.referrals.sql import DEFINER, function

# The topics somebody answers in the membership of this very request. It feeds a wall, so it looks at no walled table.
TOPICS = f"""
create function referrals_my_topics() returns text[] language sql stable parallel safe {DEFINER} as $$
  select array(select network from referrals_rosterentry
                where user_id = nullif(current_setting('app.user_id', true), '')::bigint
                  and unit_id = any((select access_my_units())::bigint[]) and ended_at is null)
$$;
"""
REACHED = f"{CONDITIONS['inbox']} or network = any((select referrals_my_topics())::text[])"

# How long a topic's questions waited for their answer in a year, in hours; of the asker's own region.
HOURS = f"""
create function referrals_answer_hours(since timestamptz) returns table (topic text, number bigint, hours numeric)
language sql stable {DEFINER} as $$
  select c.topic::text, count(*),
         (percentile_cont(0.5) within group (order by extract(epoch from c.answered_at - c.sent_at) / 3600))::numeric
    from referrals_consultation c join organisations_unit u on u.id = c.unit_id
    join organisations_organisation o on o.id = u.organisation_id
   where c.answered_at is not null and c.sent_at >= since and o.region_id in (
     select mine.region_id from organisations_organisation mine join organisations_unit my on my.organisation_id = mine.id
      where my.id = any((select access_my_units())::bigint[]))
   group by c.topic
$$;
"""


def policy(condition: str) -> str:
    return f"alter policy referrals_consultation_wall on referrals_consultation using ({condition}) with check ({condition})"


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0007_roles_and_closing'),
        ('organisations', '0002_form_keys'),
        ('referrals', '0008_benefit_advised'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='RosterEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('made_at', models.DateTimeField(default=rinnalla.lib.dates.now, editable=False)),
                ('topic', models.CharField(max_length=40)),
                ('network', models.CharField(max_length=60)),
                ('hours', models.CharField(blank=True, max_length=100)),
                ('ended_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='SharedAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('form_key', models.UUIDField(editable=False, null=True, unique=True)),
                ('made_at', models.DateTimeField(default=rinnalla.lib.dates.now, editable=False)),
                ('topic', models.CharField(max_length=40)),
                ('question', models.TextField()),
                ('answer', models.TextField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name='consultation',
            name='network',
            field=models.CharField(blank=True, db_default='', default='', max_length=60),
        ),
        migrations.AddField(
            model_name='consultation',
            name='step_done_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name='consultation',
            index=models.Index(condition=models.Q(('network', ''), _negated=True), fields=['network', 'answer_due_on'], name='consultation_network'),
        ),
        migrations.AddConstraint(
            model_name='consultation',
            constraint=models.CheckConstraint(condition=models.Q(('step_done_at__isnull', True), ('answered_at__isnull', False), _connector='OR'), name='step_done_after_answer'),
        ),
        migrations.AddField(
            model_name='rosterentry',
            name='ended_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='rosterentry',
            name='made_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='rosterentry',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.unit'),
        ),
        migrations.AddField(
            model_name='rosterentry',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='sharedanswer',
            name='made_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='sharedanswer',
            name='region',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.region'),
        ),
        migrations.AddField(
            model_name='sharedanswer',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.unit'),
        ),
        migrations.AddField(
            model_name='sharedanswer',
            name='withdrawn_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='rosterentry',
            index=models.Index(condition=models.Q(('ended_at__isnull', True)), fields=['network'], name='roster_network'),
        ),
        migrations.AddConstraint(
            model_name='rosterentry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_by__isnull', True)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='roster_ended_at_pair'),
        ),
        migrations.AddConstraint(
            model_name='rosterentry',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('user', 'unit', 'topic'), name='roster_once'),
        ),
        migrations.AddIndex(
            model_name='sharedanswer',
            index=models.Index(condition=models.Q(('withdrawn_at__isnull', True)), fields=['region', 'topic'], name='shared_by_topic'),
        ),
        migrations.AddConstraint(
            model_name='sharedanswer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at__isnull', True), ('withdrawn_by__isnull', True)), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False)), _connector='OR'), name='shared_answer_withdrawn_at_pair'),
        ),
        migrations.AddConstraint(
            model_name='sharedanswer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('question', ''), _negated=True), models.Q(('answer', ''), _negated=True)), name='shared_answer_has_both'),
        ),
        migrations.RunSQL(
            "update referrals_consultation set step_done_at = answered_at where answered_at is not null",
            migrations.RunSQL.noop,
        ),
        function("referrals_my_topics()", TOPICS),
        migrations.RunSQL(policy(REACHED), policy(CONDITIONS["inbox"])),
        function("referrals_answer_hours(timestamptz)", HOURS),
    ]
