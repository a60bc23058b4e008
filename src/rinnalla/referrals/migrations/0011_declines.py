"""Whoever answers for the client is told of every decline (C-01); who declines learns nothing of the case."""

import django.db.models.deletion
import rinnalla.lib.dates
import uuid
from django.conf import settings
from django.db import migrations, models

from rinnalla.access.walls import wall
from rinnalla.referrals.sql import DEFINER, function

# The person's open case: the one the referral names, else that of the person the identity code tells, former codes
# too. Asked by functions alone, which say nothing of it to who declines.
CASE = """
  cases_case c on c.closed_at is null and (c.id = r.case_id or c.person_id in (
    select p.id from people_person p where p.region_id = r.region_id and p.hetu_index = r.person_index
    union select f.person_id from people_formercode f
     where f.region_id = r.region_id and f.hetu_index = r.person_index))
"""
ANSWERS = "coalesce(c.responsible_worker_id, c.arranger_id)"

# Only for a referral the asker has just declined in the own unit. Whoever declines oneself is not told of it.
NOTICE = f"""
create function referrals_notice_decline(referral bigint) returns void language sql {DEFINER} as $$
  insert into referrals_declinenotice (
    uuid, case_id, kind, unit_id, field_group, at, reason, next_unit_id, next_user_id, next_service, next_phone)
  select gen_random_uuid(), c.id, 'referral', r.unit_id, 'basics', r.declined_at, r.decline_reason, r.next_unit_id,
         r.next_user_id, r.next_service, r.next_phone
    from referrals_referral r join {CASE}
   where r.id = referral and r.unit_id = any(access_my_units()) and r.declined_at is not null
     and r.declined_by_id = nullif(current_setting('app.user_id', true), '')::bigint
     and {ANSWERS} is not null and {ANSWERS} <> r.declined_by_id
  on conflict do nothing
$$;
"""
# For the worker that sends the mail.
TOLD = f"""
create function referrals_answers_for(referral bigint) returns table (worker bigint)
language sql stable {DEFINER} as $$
  select distinct {ANSWERS} from referrals_referral r join {CASE}
   where current_setting('app.actor_kind', true) = 'job' and r.id = referral and r.declined_at is not null
     and {ANSWERS} is not null and {ANSWERS} <> r.declined_by_id
$$;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0009_load'),
        ('organisations', '0002_form_keys'),
        ('referrals', '0010_after_sending'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DeclineNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('referral', 'Lähetettä ei otettu vastaan'), ('guidance', 'Ohjausta ei otettu vastaan')], max_length=10)),
                ('field_group', models.CharField(db_default='basics', default='basics', max_length=20)),
                ('at', models.DateTimeField(default=rinnalla.lib.dates.now)),
                ('reason', models.CharField(blank=True, max_length=40)),
                ('next_service', models.CharField(blank=True, max_length=200)),
                ('next_phone', models.CharField(blank=True, max_length=40)),
                ('seen_at', models.DateTimeField(null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='decline_notices', to='cases.case')),
                ('next_unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.unit')),
                ('next_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('seen_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.unit')),
            ],
            options={
                'ordering': ['-at', '-pk'],
                'indexes': [models.Index(condition=models.Q(('seen_at__isnull', True)), fields=['case', 'at'], name='decline_unseen')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('seen_at__isnull', True), ('seen_by__isnull', True)), models.Q(('seen_at__isnull', False), ('seen_by__isnull', False)), _connector='OR'), name='decline_notice_seen_at_pair'), models.UniqueConstraint(fields=('case', 'unit', 'at'), name='decline_told_once')],
            },
        ),
        wall("referrals_declinenotice", "case"),
        function("referrals_notice_decline(bigint)", NOTICE),
        function("referrals_answers_for(bigint)", TOLD),
    ]
