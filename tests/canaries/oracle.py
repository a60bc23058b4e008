"""Who may see what, from the text of `docs/access.md` and the bare rows of grants; shares no code with the program.

"A page opens only when four things hold at once: the role has the permission, there is a live relation to the case, it
reaches deep enough, and it stands on a ground. What of the page is then shown is narrowed by field groups."
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import connections

from rinnalla.cases.models import Case
from tests.canaries.planting import Canary
from tests.policy import policy

BASICS, WORKS = 2, 3
NOW = "clock_timestamp()"
# What a room's rows are opened with (table A); one of them is enough.
# What the data-protection officer of the client's region reads, whatever the case's own grants (rights.answer,
# break_glass.review, and what went to the wrong receiver).
OFFICERS = {"retention.RightsRequest", "cases.BreakGlass", "cases.WrongReceiver"}
OFFICER = "data_protection_officer"
# The client's alone until the client shares it; the world's rows are not shared.
CLIENTS_ALONE = {"portal.OwnNote", "portal.OwnAssessment"}
OPENS = {
    "assessments": {"assessment.view"},
    "employers": {"employer.tell"},
    "employment": {"coaching.view"},
    "employment.ProgressMove": {"service.view"},
    "employment.StudyRecord": {"service.view"},
}
STANDING = """
select m.role, m.unit_id, o.region_id, o.id as organisation_id,
       exists (select from organisations_organisationagreement a where a.organisation_id = o.id
         and a.valid @> (now() at time zone 'Europe/Helsinki')::date) as agreed
  from access_membership m join organisations_unit u on u.id = m.unit_id
  join organisations_organisation o on o.id = u.organisation_id
 where m.user_id = %(user)s and m.ended_at is null
   and m.starts_on <= (now() at time zone 'Europe/Helsinki')::date
   and (m.ends_on is null or m.ends_on >= (now() at time zone 'Europe/Helsinki')::date)
 order by m.id limit 1
"""
GRANTS = """
select g.depth, array(select jsonb_array_elements_text(g.field_groups)) from access_grant g
 where g.case_id = %(case)s and (g.user_id = %(user)s and g.organisation_id = %(body)s or g.unit_id = %(unit)s)
   and g.ended_at is null and g.starts_at <= clock_timestamp()
   and (g.ends_at is null or g.ends_at > %(begun)s)
"""
LISTED = """
select 1 from access_consent where case_id = %(case)s and organisation_id = %(body)s and withdrawn_at is null
   and field_groups @> '["health"]' and (ends_on is null or ends_on >= (now() at time zone 'Europe/Helsinki')::date)
"""
ASKED = "select 1 from retention_rightsrequest where person_id = %(person)s and side = 'officer'"
# Whoever acts for a client: the one mandate in force; with several none is chosen before the first page is sent.
MANDATES = """
select m.case_id, array(select jsonb_array_elements_text(m.parts)) from cases_mandate m
 where m.user_id = %(user)s and m.ended_at is null and m.starts_at <= clock_timestamp()
   and (m.ends_at is null or m.ends_at > clock_timestamp())
"""
ACTS = "select 1 from people_representativeaccount where user_id = %(user)s"
# What a part opens beside the client's name and whom to call (table G).
PARTS = {
    "path": ("plans", "services", "cases.Assignment", "cases.ResponsibleProposal"),
    "actions": ("plans", "services", "cases.Assignment", "cases.ResponsibleProposal"),
    "meetings": ("meetings", "plans.Action", "plans.ActionDone", "retention.RightsRequest"),
    "messages": ("cases.Message",),
    "consents": ("access.Consent", "cases.ConsentPaper", "cases.Disclosure", "cases.WrongReceiver", "exchange"),
}
FRAME = ("people.Person", "cases.Case", "cases.Mandate", "cases.TeamMember")
OWN = "select person_id from access_user where id = %(user)s"


@dataclass(frozen=True)
class Reader:
    """A user as the database knows them now."""

    user_id: int
    role: str = ""
    unit_id: int | None = None
    region_id: int | None = None
    organisation_id: int | None = None
    agreed: bool = False
    person_id: int | None = None
    begun: datetime | None = None
    acts: bool = False
    for_case: int | None = None
    parts: tuple[str, ...] = ()


def reader(user_id: int | None, begun: datetime) -> Reader | None:
    """Who this is: staff by the first membership in force, else a client, else nobody; asking since `begun`, the moment
    that a leave must have been in force at."""
    if user_id is None:
        return None
    with connections["owner"].cursor() as cursor:
        cursor.execute(STANDING, {"user": user_id})
        if row := cursor.fetchone():
            return Reader(user_id, *row, begun=begun)
        cursor.execute(ACTS, {"user": user_id})
        if cursor.fetchone():
            cursor.execute(MANDATES, {"user": user_id})
            rows = cursor.fetchall()
            case_id, parts = rows[0] if len(rows) == 1 else (None, ())
            return Reader(user_id, acts=True, for_case=case_id, parts=tuple(parts))
        cursor.execute(OWN, {"user": user_id})
        return Reader(user_id, person_id=cursor.fetchone()[0])


def opened(who: Reader, case_id: int) -> tuple[int, frozenset[str]]:
    """How deep the reader's live grants to the case reach, and which field groups they open to the reader's role."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(GRANTS, {
            "case": case_id, "user": who.user_id, "unit": who.unit_id, "body": who.organisation_id, "begun": who.begun,
        })  # fmt: skip
        rows = cursor.fetchall()
    depth = max((row[0] for row in rows), default=0)
    return depth, frozenset().union(*(row[1] for row in rows)) & policy().groups.get(who.role, frozenset())


def may_see(who: Reader | None, one: Canary, case: Case) -> bool:
    """Whether the document lets this reader see what the canary stands in."""
    if who is None:
        return False
    if who.acts:
        return who.for_case == case.pk and _in_parts(who, one)
    if not who.role:
        return who.person_id == case.person_id  # a client: all of one's own, nothing of anybody else's
    if not who.agreed or one.label in CLIENTS_ALONE:
        return False  # table E: no client data without an agreement in force
    if one.wall == "inbox" and _of_own_inbox(who, one) or _asked_of(who, one, case):
        return True
    depth, groups = opened(who, case.pk)
    if depth < BASICS or one.group not in groups and not _told_to_mind(who, one, case):
        return False
    asked = OPENS.get(one.label) or OPENS.get(one.label.split(".")[0], set())
    if asked and not asked & policy().permissions.get(who.role, frozenset()):
        return False
    return not (asked & policy().needs_works) or depth >= WORKS


def _told_to_mind(who: Reader, one: Canary, case: Case) -> bool:
    """What the illness asks the others to mind, to a role that never sees health: while a consent in force to the own
    organisation lists health ("Copies of the plan")."""
    if one.label != "plans.HealthConsideration" or "health" in policy().groups.get(who.role, frozenset()):
        return False
    with connections["owner"].cursor() as cursor:
        cursor.execute(LISTED, {"case": case.pk, "body": who.organisation_id})
        return cursor.fetchone() is not None


def _in_parts(who: Reader, one: Canary) -> bool:
    """Whether the mandate covers what the canary stands in; the client's alone is in no part."""
    named = {one.label, one.label.split(".")[0]}
    return one.label in FRAME or any(named & set(PARTS[part]) for part in who.parts)


def _asked_of(who: Reader, one: Canary, case: Case) -> bool:
    """What is asked of the officer of the region, or of colleagues of one's own organisation in an emergency."""
    if who.role == OFFICER and one.label in OFFICERS:
        return who.region_id == case.region_id
    if who.role == OFFICER and one.label == "people.Person" and who.region_id == case.region_id:
        return _asks_officer(case.person_id)
    emergency = one.label == "cases.BreakGlass" and "break_glass.open" in policy().permissions[who.role]
    return emergency and who.organisation_id == one.organisation_id


def _asks_officer(person_id: int) -> bool:
    """The officer sees the name and the contacts of whoever asks something of their own data."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(ASKED, {"person": person_id})
        return cursor.fetchone() is not None


def _of_own_inbox(who: Reader, one: Canary) -> bool:
    """What waits in one's own unit, or what one sent oneself."""
    return one.unit_id == who.unit_id or one.sent_by_id == who.user_id
