"""One kind of letters of intent: those of the register's employers come here, with their follow-up and their end."""

import django.db.models.deletion
from django.db import migrations, models

MOVE = """
insert into network_letterofintent (uuid, form_key, made_at, made_by_id, region_id, unit_id, party, party_kind, takes,
    what, places, valid, signed_on, kept_in, contact_name, contact_phone, contact_email, follow_up_on, employer_id,
    ended_at, ended_by_id, outcome, outcome_words)
  select l.uuid, l.form_key, l.made_at, l.made_by_id, e.region_id, l.unit_id, e.name, 'employer', 'employ',
         case when l.text ~ '\\S' then l.text else e.name end, l.places, daterange(l.starts_on, l.ends_on, '[]'),
         l.signed_on, '', coalesce(p.name, e.name), coalesce(p.phone, ''), coalesce(p.email, ''), l.follow_up_on, e.id,
         l.closed_at, l.closed_by_id,
         case when l.closed_at is null then '' when l.filled >= l.places then 'kept' when l.filled > 0 then 'partly'
              else 'not_kept' end,
         case when l.closed_at is null then '' else l.result end
    from employers_letterofintent l join employers_employer e on e.id = l.employer_id
    left join employers_employerperson p on p.id = l.signer_id;
insert into network_letterfollowup (uuid, made_at, made_by_id, letter_id, "on", filled, words)
  select gen_random_uuid(), n.made_at, n.made_by_id, n.id,
         coalesce((l.closed_at at time zone 'Europe/Helsinki')::date, l.signed_on), l.filled, n.what
    from employers_letterofintent l join network_letterofintent n on n.uuid = l.uuid where l.filled is not null;
"""


class Migration(migrations.Migration):
    dependencies = [("network", "0002_what_stops"), ("employers", "0004_wall")]
    operations = [
        migrations.AddField(
            "letterofintent", "employer",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="letters", to="employers.employer"
            ),
        ),
        migrations.RunSQL(MOVE, migrations.RunSQL.noop),
    ]  # fmt: skip
