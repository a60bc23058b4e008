"""The rows of the database of many cases that work in depth added: roles, paths with steps, benefits, breaks, news."""

from tests.filling import Filling, some


def depth(f: Filling) -> None:
    """Two roles in a case; a path of three steps, one done and one left out; a benefit; a break in one of ten."""
    made = {"made_by_id": "worker", "made_at": "began"}
    of_case = {"case_id": "i", **made}
    for number, role in ((0, "coordinator"), (1, "walks_beside")):
        f.insert(
            "cases_assignment",
            "scale_case where is_open",
            id=f"i + {number * f.cases}",
            member_id="i",
            role=f"'{role}'",
            uuid=f"md5('role{number}' || i)::uuid",
            **of_case,
        )
    f.insert(
        "plans_servicepath", "scale_case", id="i", started_on="began::date", names="""'{"fi": "Polku"}'""", **of_case
    )
    steps = "scale_case cross join generate_series(0, 2) k"
    f.insert(
        "plans_pathstep",
        steps,
        id="i * 3 - k",
        path_id="i",
        names="""'{"fi": "Askel"}'""",
        field_group="'basics'",
        owner_id="worker",
        due_on=f"current_date - 10 + {some(60, 31)}::int",
        uuid="md5('step' || i || ' ' || k)::uuid",
        order="k",
        **of_case,
    )
    f.insert(
        "plans_stepdone", "scale_case", id="i", step_id="i * 3 - 2", result="'Tehty'", field_group="'basics'", **of_case
    )
    f.insert(
        "plans_stepomission",
        "scale_case where i % 4 = 0",
        id="i",
        step_id="i * 3 - 1",
        reason="'Ei tarvita'",
        **of_case,
    )
    f.insert(
        "plans_stepproposal",
        "scale_case where i % 4 = 1",
        id="i",
        what="'Tutustumiskäynti'",
        why="'Toive'",
        field_group="'basics'",
        **of_case,
    )
    f.insert("plans_plancomment", "scale_case where not arranging", id="i", plan_id="i", text="'Hyvä näin'", **of_case)
    f.insert(
        "cases_message", "scale_case where i % 3 = 0", id="i", text="'Voitteko soittaa?'", wants_call="i % 6 = 0",
        to_responsible="false", answer_by="current_date + 1", settled_how="''", uuid="md5('message' || i)::uuid",
        **of_case,
    )
    f.insert(
        "services_benefit",
        "scale_case",
        id="i",
        kind="'sickness_allowance'",
        income="'benefit'",
        decision="'granted'",
        decided_on="began::date",
        starts_on="began::date",
        ends_on=f"began::date + 400 + {some(300, 32)}::int",
        **of_case,
    )
    f.insert(
        "services_serviceinterruption",
        "scale_case where i % 10 = 1",
        id="i",
        episode_id="i",
        reason="'health'",
        from_on="current_date - 20",
        **of_case,
    )
    f.insert(
        "services_onwardguidance",
        "scale_case where i % 5 = 0",
        id="i",
        unit_id=f"1 + (worker + 1) % {f.units}",
        words="'Näin se jatkuu'",
        ground="'l381_15'",
        field_group="'basics'",
        sent_on="began::date",
        due_on="began::date + 14",
        **of_case,
    )
    f.insert(
        "referrals_declinenotice",
        "scale_case where i % 10 = 3",
        id="i",
        case_id="i",
        kind="'referral'",
        unit_id=f"1 + (worker + 1) % {f.units}",
        at="began",
        reason="'wrong_service'",
        next_service="'Velkaneuvonta'",
        next_phone="'06 1'",
        seen_at="case when i % 20 = 3 then null else now() end",
        seen_by_id="case when i % 20 = 3 then null else worker end",
    )
    _news(f)
    f.insert(
        "referrals_rosterentry",
        f"generate_series(1, {f.workers}) i",
        id="i",
        user_id="i",
        unit_id=f"1 + i % {f.units}",
        topic=f"'topic' || {some(12, 33)}",
        network=f"'region' || i % {f.regions} || ' topic' || {some(12, 33)}",
        made_by_id="i",
        made_at="now()",
    )


def _news(f: Filling) -> None:
    """A card in each region, its changes, and every worker's notices of them: one in four unread (L-80)."""
    f.insert(
        "catalogue_servicecard",
        f"generate_series(1, {f.regions}) i",
        id="i",
        region_id="i",
        key="'kortti-' || i",
        unit_id="1",
        names="""'{"fi": "Työhönvalmennus"}'""",
        field_group="'employment'",
    )
    changes = 20
    f.insert(
        "catalogue_cardchange",
        f"generate_series(1, {changes}) i",
        id="i",
        card_id=f"1 + i % {f.regions}",
        kind="'changed'",
        at="now() - make_interval(days => i::int)",
        changes="'[]'",
        uuid="md5('change' || i)::uuid",
    )
    f.insert(
        "services_cardnotice",
        f"generate_series(1, {f.workers * changes}) i",
        id="i",
        user_id=f"1 + (i - 1) / {changes}",
        change_id=f"1 + (i - 1) % {changes}",
        uuid="md5('notice' || i)::uuid",
        made_at="now() - make_interval(days => (i % 20)::int)",
        read_at="case when i % 4 = 0 then null else now() end",
    )
