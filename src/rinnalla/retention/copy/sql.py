"""The SQL of migration 0002: rows of a client that stand behind a wall of somebody else, for that client alone.

A referral is its unit's and its sender's; the copy of one's own data holds it too. Never edited after a release.
"""

from rinnalla.access.walls import MY_CASES
from rinnalla.referrals.sql import DEFINER

_MINE = f"(select wanted = {MY_CASES} and current_setting('app.actor_kind', true) = 'client')"


def _own(name: str, table: str, joined: str, case: str) -> str:
    return f"""
create function {name}(wanted bigint) returns setof {table} language sql stable {DEFINER} as $$
  select t.* from {table} t {joined} where {case} = wanted and {_MINE}
$$;
"""


_REFERRAL = "join referrals_referral r on r.id = t.referral_id"
OWN = {
    name: _own(name, *rest)
    for name, *rest in (
        ("retention_own_referrals", "referrals_referral", "", "t.case_id"),
        ("retention_own_referral_steps", "referrals_referralstep", _REFERRAL, "r.case_id"),
        ("retention_own_consultations", "referrals_consultation", "", "t.case_id"),
        ("retention_own_identifications", "referrals_identification", "", "t.case_id"),
        ("retention_own_outside_questions", "referrals_outsidequestion", _REFERRAL, "r.case_id"),
    )
}
