"""The rows of the database of many cases, room by room. `scale_case` holds what the tables of a case are made from."""

import hashlib
import uuid

from rinnalla.referrals import identity
from tests.filling import OPEN_PERCENT, Filling, some
from tests.scale_depth import depth
from tests.scale_people import bodies, people


def _cases(f: Filling) -> None:
    """`scale_case`: what the tables of a case are made from: its worker, unit, beginning, and whether it is open."""
    f.owner.execute(f"""
        create temp table scale_case on commit drop as
        select i::bigint, 1 + {some(f.workers, 3)} as worker, {some(100, 4)} < {OPEN_PERCENT} as is_open,
               {some(100, 4)} < 2 as arranging, now() - make_interval(days => {some(1000, 5)}::int) as began
          from generate_series(1, {f.cases}) i""")
    f.owner.execute("analyze scale_case")
    closed = "case when is_open then null else began + (now() - began) * 0.8 end"
    f.insert(
        "cases_case",
        "scale_case",
        id="i",
        number="'S-' || i",
        region_id=f"1 + i % {f.regions}",
        person_id="i",
        holder_unit_id=f"1 + worker % {f.units}",
        wish="'Haluan töihin.'",
        made_at="began",
        made_by_id="worker",
        stage=f"(array['initial_service', 'mapping', 'services', 'follow_up'])[1 + {some(4, 6)}]",
        arranger_id="worker",
        naming_due_on="began::date + 14",
        responsible_worker_id="case when arranging then null else worker end",
        responsible_since="case when arranging then null else began end",
        next_step="case when arranging then '' else 'Soitto' end",
        next_step_on=f"case when arranging then null else current_date - 10 + {some(40, 7)}::int end",
        review_on=f"case when arranging then null else current_date - 10 + {some(90, 8)}::int end",
        last_contact_on=f"greatest(began::date, current_date - {some(60, 9)}::int)",
        closed_at=closed,
        closed_by_id="case when is_open then null else worker end",
    )


def _grants(f: Filling) -> None:
    """The responsible worker's, two of the team, and for one case in twenty the holder unit's. Closing ended most."""
    common = {
        "case_id": "i",
        "ground": "'l381_15'",
        "purpose": "'work_ability_support'",
        "given_by_id": "worker",
        "starts_at": "began",
        "field_groups": """'["basics", "employment", "health", "livelihood", "social"]'""",
        "ended_at": "case when is_open or i % 10 = 0 then null else now() end",
        "ended_by_id": "case when is_open or i % 10 = 0 then null else worker end",
    }
    f.insert(
        "access_grant",
        "scale_case",
        id="i",
        user_id="worker",
        organisation_id=_body_of(f, "worker"),
        depth="3",
        why="'responsible'",
        **common,
    )
    for number in (1, 2):
        other = f"1 + (worker + {number} + {some(f.workers - 4, 10 + number)}) % {f.workers}"
        f.insert(
            "access_grant",
            "scale_case",
            id=f"i + {number * f.cases}",
            user_id=other,
            organisation_id=_body_of(f, other),
            depth=str(1 + number),
            why=f"'team-{number}'",
            **common,
        )
        f.insert(
            "cases_teammember",
            "scale_case",
            id=f"i + {(number - 1) * f.cases}",
            case_id="i",
            user_id=other,
            unit_id=f"1 + ({other}) % {f.units}",
            task="'Työhönvalmentaja'",
            grant_id=f"i + {number * f.cases}",
            made_by_id="worker",
            made_at="began",
            uuid=f"md5('team{number}' || i)::uuid",
            left_at=f"case when {number} = 1 then null else now() end",
            left_by_id=f"case when {number} = 1 then null else worker end",
        )
    f.insert(
        "access_grant",
        "scale_case where i % 20 = 0",
        id=f"i + {3 * f.cases}",
        unit_id=f"1 + worker % {f.units}",
        depth="2",
        why="'unit'",
        **common,
    )


def _body_of(f: Filling, worker: str) -> str:
    """The organisation of a worker's unit, as the database itself would have found it (`access_grant_body`)."""
    return f"1 + (1 + ({worker}) % {f.units}) % {f.bodies}"


def _beside(f: Filling) -> None:
    f.insert(
        "cases_responsibleterm",
        "scale_case where not arranging",
        id="i",
        case_id="i",
        worker_id="worker",
        period="tstzrange(began, case when is_open then null else began + (now() - began) * 0.8 end)",
    )
    each = "scale_case cross join generate_series(0, {}) k"
    f.insert(
        "cases_stageentry",
        each.format(2),
        id="i * 3 - k",
        case_id="i",
        entered_by_id="worker",
        stage="(array['initial_service', 'mapping', 'services'])[1 + k]",
        entered_at="began + make_interval(days => k * 20)",
    )
    f.insert(
        "cases_contactnote",
        each.format(4),
        id="i * 5 - k",
        case_id="i",
        made_by_id="worker",
        made_at="began",
        on="began::date + k * 7",
        channel="(array['phone', 'meeting', 'message', 'video', 'home'])[1 + k]",
        with_client="k < 4",
        subject="'Soitto'",
        field_group="(array['basics', 'basics', 'employment', 'health', 'basics'])[1 + k]",
        is_first="k = 0",
        unit_id=f"1 + worker % {f.units}",
        uuid="md5('contact' || i || ' ' || k)::uuid",
    )
    f.insert(
        "cases_responsibleproposal",
        "scale_case where arranging and i % 2 = 0",
        id="i",
        case_id="i",
        worker_id="worker",
        worker_unit_id=f"1 + worker % {f.units}",
        decision_power="'none'",
        answer_due_on="current_date + 3",
        made_by_id="worker",
        made_at="began",
    )


def _plans(f: Filling) -> None:
    planned, made = "scale_case where not arranging", {"made_by_id": "worker", "made_at": "began"}
    f.insert("plans_plan", planned, id="i", case_id="i", made_in="'team'", review_on="current_date + 30", **made)
    both = "scale_case cross join generate_series(0, {}) k where not arranging"
    f.insert(
        "plans_goal",
        both.format(1),
        id="i * 2 - k",
        case_id="i",
        plan_id="i",
        in_clients_words="'Haluan töihin.'",
        purpose="'employment'",
        said_on="began::date",
        field_group="'basics'",
        uuid="md5('goal' || i || ' ' || k)::uuid",
        **made,
    )
    closing = "scale_case where not arranging and not is_open"
    f.insert(
        "plans_goalclosure",
        closing,
        id="i",
        case_id="i",
        goal_id="i * 2",
        outcome="'reached'",
        closed_on="current_date",
        **made,
    )
    owner = f"1 + (worker + k) % {f.workers}"
    f.insert(
        "plans_action",
        both.format(2),
        id="i * 3 - k",
        case_id="i",
        goal_id="i * 2 - k % 2",
        what="'Työkokeilu'",
        by_client="k = 2",
        owner_id=f"case when k = 2 then null else {owner} end",
        organisation_id=f"case when k = 2 then null else 1 + worker % {f.bodies} end",
        due_on=f"current_date - 20 + {some(120, 15, 'i * 3 + k')}::int",
        field_group="'basics'",
        uuid="md5('action' || i || ' ' || k)::uuid",
        **made,
    )
    f.insert(
        "plans_actionacceptance",
        "scale_case where not arranging",
        id="i",
        case_id="i",
        action_id="i * 3",
        accepted_at="began",
        accepted_by_id="worker",
    )
    f.insert(
        "plans_actiondone",
        "scale_case where not arranging and (not is_open or i % 2 = 0)",
        id="i",
        case_id="i",
        action_id="i * 3",
        done_on="current_date",
        made_at="began",
        made_by_id="worker",
    )
    f.insert(
        "plans_actiondrop",
        "scale_case where not arranging and i % 20 = 0",
        id="i",
        case_id="i",
        action_id="i * 3 - 2",
        reason="'Ei enää tarpeen'",
        **made,
    )
    f.insert("plans_planversion", planned, id="i", case_id="i", plan_id="i", number="1", reason="'Sovittu'", **made)
    f.insert(
        "plans_approval",
        "scale_case where not arranging and i % 10 < 7",
        id="i",
        case_id="i",
        version_id="i",
        answer="'approved'",
        answered_on="began::date + 30",
        mode="'online'",
        **made,
    )


def _referrals(f: Filling) -> None:
    half = "scale_case where i % 2 = 0"
    _identities(f)
    f.insert(
        "referrals_referral",
        "scale_case join scale_sealed on n = i",
        sealed_identity="who",
        sealed_texts="texts",
        id="i / 2",
        unit_id=f"1 + worker % {f.units}",
        region_id=f"1 + i % {f.regions}",
        channel="'form'",
        sent_by_id=f"1 + (worker + 3) % {f.workers}",
        sent_at="began",
        received_on="began::date",
        due_on="began::date + 7",
        receipt="'R' || i",
        person_index="sha256(i::text::bytea)",
        repeat_index="sha256((-i)::text::bytea)",
        language="'fi'",
        ground="'l381_15'",
        for_whom="'other'",
        items="'[]'",
        case_id="case when is_open and i % 50 = 0 then null else i end",
        accepted_at="case when is_open and i % 50 = 0 then null else began end",
        accepted_by_id="case when is_open and i % 50 = 0 then null else worker end",
    )
    f.insert(
        "referrals_referralstep",
        half,
        id="i / 2",
        referral_id="i / 2",
        unit_id=f"1 + worker % {f.units}",
        sent_by_id=f"1 + (worker + 3) % {f.workers}",
        outcome="'sent'",
        at="began",
        by_id=f"1 + (worker + 3) % {f.workers}",
    )
    settled = "case when is_open and i % 50 = 0 then null else {} end"
    f.insert(
        "referrals_outsidequestion",
        "scale_case where i % 10 = 0",
        id="i / 10",
        referral_id="i / 2",
        unit_id=f"1 + worker % {f.units}",
        sent_by_id=f"1 + (worker + 3) % {f.workers}",
        made_at="began",
        organisation="'Klubitalo'",
        address="'aino@klubitalo.example'",
        language="'fi'",
        ground="'l381_15'",
        expires_at="case when i % 100 = 0 then now() - interval '1 day' else now() + interval '7 days' end",
        ended_at=settled.format("began"),
        ended_by_id=settled.format("worker"),
    )
    answered = "case when i % 40 = 0 then null else {} end"
    f.insert(
        "referrals_consultation",
        "scale_case where i % 10 = 0",
        id="i / 10",
        unit_id=f"1 + worker % {f.units}",
        topic="'other'",
        sent_by_id=f"1 + (worker + 3) % {f.workers}",
        sent_by_unit_id=f"1 + (worker + 3) % {f.units}",
        sent_at="began",
        question="'Kenelle ohjaan?'",
        answer_due_on="current_date + 3",
        answered_at=answered.format("began"),
        answered_by_id=answered.format("worker"),
        answer="case when i % 40 = 0 then '' else 'Meille' end",
        next_step="case when i % 40 = 0 then '' else 'Soita' end",
    )


def _identities(f: Filling) -> None:
    """What an inbox draws by name: sealed for its own row, as the application does."""
    f.owner.execute("create temp table scale_sealed (n bigint primary key, who bytea, texts bytea) on commit drop")
    who, texts = identity.Identity("Aino", "Virtanen", "040 555 0199"), {"wish": "Haluan töihin.", "extra": ""}
    with f.owner.cursor().copy("copy scale_sealed from stdin") as copy:
        for n in range(2, f.cases + 1, 2):
            row = uuid.UUID(hashlib.md5(f"referrals_referral{n}".encode(), usedforsecurity=False).hexdigest())
            copy.write_row((n, identity.seal(who, row), identity.seal(texts, row)))


def _meetings(f: Filling) -> None:
    if not f.exists("meetings_meeting"):
        return
    f.insert(
        "meetings_meeting",
        "scale_case",
        id="i",
        case_id="i",
        kind="'network_meeting'",
        minutes="60",
        purpose="'Yhteinen suunnitelma'",
        starts_at=f"date_trunc('day', now()) + make_interval(days => {some(120, 20)}::int - 100, hours => 9)",
        made_by_id="worker",
        made_at="began",
        field_group="'basics'",
    )
    f.insert("meetings_participant", "scale_case", id="i * 2", case_id="i", meeting_id="i", user_id="worker")
    f.insert("meetings_participant", "scale_case", id="i * 2 - 1", case_id="i", meeting_id="i", is_client="true")


def _services(f: Filling) -> None:
    if not f.exists("services_serviceepisode"):
        return
    f.insert(
        "services_serviceepisode",
        "scale_case where i % 5 > 0",
        id="i",
        case_id="i",
        own_name="'Työhönvalmennus'",
        organiser_id=f"1 + (worker + 1) % {f.units}",
        planned_on="began::date + 30",
        made_by_id="worker",
        made_at="began",
        field_group="'employment'",
    )


def _log(f: Filling) -> None:
    """Events and access lines as they lie in life: in time order, a case's scattered. Their hashes are plain."""
    scattered = "(select k.k, c.* from generate_series(0, 5) k cross join scale_case c order by k.k, hashint8(c.i)) s"
    who = {
        "actor_kind": "'staff'",
        "user_id": "worker",
        "membership_id": "worker",
        "role": "'coordinator'",
        "epoch": "1",
        "xid": "pg_current_xact_id()",
        "recorded_at": "now()",
    }
    f.insert(
        "eventlog_event",
        scattered,
        id="row_number() over ()",
        stream_kind="'case'",
        stream_id="i",
        seq="k + 1",
        object_kind="'case'",
        verb="(array['cases.arranged', 'cases.opened', 'cases.step_set', 'cases.contact_noted', 'plans.goal_added',"
        " 'cases.step_set'])[1 + k]",
        object_id="i",
        case_id="i",
        person_id="i",
        happened_at="began + make_interval(days => k * 5)",
        hash="sha256((i * 6 + k)::text::bytea)",
        **who,
    )
    f.insert(
        "eventlog_accessline",
        "(select k.k, c.* from generate_series(0, 1) k cross join scale_case c order by hashint8(c.i + k.k)) s",
        id="row_number() over ()",
        session="'0123456789abcdef'",
        route="'desk:case'",
        action="'view'",
        person_ids="array[i]",
        case_ids="array[i]",
        field_groups="""'{"basics"}'""",
        grounds="""'{"l381_15"}'""",
        purpose="'work_ability_support'",
        result="'ok'",
        at="began + make_interval(days => (k * 9)::int)",
        leaf="sha256(i::text::bytea)",
        **who,
    )


PARTS = (bodies, people, _cases, _grants, _beside, _plans, _referrals, _meetings, _services, depth, _log)
