"""After sending: taken back, reminded of, returned to somebody named when nobody answered."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from rinnalla.referrals.sql import DEFINER, function

STAFF = "current_setting('app.actor_kind', true) in ('staff', 'token', 'importer')"
JOB = "current_setting('app.actor_kind', true) = 'job'"
SILENT = "accepted_at is null and declined_at is null and withdrawn_at is null and asked_at is null and contacted_at is null"


def known(open_: str) -> str:
    return f"""
create or replace function referrals_known_repeat(region bigint, wanted bytea) returns boolean
language sql stable {DEFINER} as $$
  select {STAFF} and exists (
    select from referrals_referral where repeat_index = wanted and region_id + 0 = region and {open_})
$$;
"""


def waiting(open_: str) -> str:
    return f"""
create or replace function referrals_waiting_in(unit bigint) returns bigint
language sql stable {DEFINER} as $$
  select (select count(*) from referrals_referral
           where unit_id = unit and accepted_at is null and {open_} (declined_at is null or next_unit_id = unit))
       + (select count(*) from referrals_consultation where unit_id = unit and answered_at is null)
$$;
"""


NOT_TAKEN_BACK = "withdrawn_at is null"

# The worker sees no row of an inbox: these tell it ids and days, and write what silence leads to, once.
REMIND = f"""
create function referrals_remind(today date, moment timestamptz) returns table (unit bigint)
language sql {DEFINER} as $$
  with reminded as (
    update referrals_referral set reminded_at = moment
     where {JOB} and {SILENT} and due_on < today and reminded_at is null returning unit_id)
  select distinct unit_id from reminded
$$;
"""
SILENCE = f"""
create function referrals_silent() returns table (referral bigint, region bigint, received_on date, sent_by bigint)
language sql stable {DEFINER} as $$
  select id, region_id, received_on, sent_by_id from referrals_referral
   where {JOB} and {SILENT} and returned_at is null and reminded_at is not null order by id
$$;
"""
RETURN = f"""
create function referrals_return(referral bigint, person bigint, moment timestamptz) returns boolean
language plpgsql {DEFINER} as $$
declare
  row referrals_referral%rowtype;
begin
  update referrals_referral set returned_at = moment, returned_to_id = person, version = version + 1
   where {JOB} and id = referral and {SILENT} and returned_at is null returning * into row;
  if not found then return false; end if;
  insert into referrals_referralstep (
    uuid, referral_id, unit_id, sent_by_id, outcome, at, next_user_id, reason, next_service, next_phone)
  values (gen_random_uuid(), row.id, row.unit_id, row.sent_by_id, 'returned', moment, person, '', '', '');
  return true;
end $$;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0008_layers'),
        ('organisations', '0002_form_keys'),
        ('referrals', '0009_network'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='referral',
            name='reminded_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='referral',
            name='returned_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='referral',
            name='returned_to',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='referral',
            name='withdrawn_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='referral',
            name='withdrawn_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='referralstep',
            name='outcome',
            field=models.CharField(choices=[('sent', 'Lähetetty'), ('routed', 'Yksikkö valittu'), ('contacted', 'Asiakkaaseen otettu yhteyttä'), ('asked_more', 'Pyydetty lisätietoja'), ('answered_more', 'Lisätiedot annettu'), ('amended', 'Lähetettä täydennetty'), ('returned', 'Vastausta ei tullut: asia palautui'), ('withdrawn', 'Lähettäjä perui'), ('told', 'Lähettäjälle kerrottu'), ('passed_on', 'Siirretty toiseen yksikköön'), ('declined', 'Ei otettu vastaan'), ('accepted', 'Otettu vastaan')], max_length=20),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at__isnull', True), ('withdrawn_by__isnull', True)), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False)), _connector='OR'), name='referral_withdrawn_at_pair'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('returned_at__isnull', True), ('returned_to__isnull', True)), models.Q(('returned_at__isnull', False), ('returned_to__isnull', False)), _connector='OR'), name='referral_returned_at_pair'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_at__isnull', True), models.Q(('accepted_at__isnull', True), ('declined_at__isnull', True)), _connector='OR'), name='withdrawn_is_not_settled'),
        ),
        migrations.RunSQL(known(f"declined_at is null and {NOT_TAKEN_BACK}"), known("declined_at is null")),
        migrations.RunSQL(waiting(f"{NOT_TAKEN_BACK} and"), waiting("")),
        function("referrals_remind(date, timestamptz)", REMIND),
        function("referrals_silent()", SILENCE),
        function("referrals_return(bigint, bigint, timestamptz)", RETURN),
    ]
