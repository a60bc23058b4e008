"""The API as programs use it: from a referral to a closed case, with conflicts, repeats and refusals in words."""

import json
import uuid

import pytest

from rinnalla.access.acting import acting
from rinnalla.cases.models import Case
from rinnalla.exchange.tests.programs import Program, program
from rinnalla.lib import dates

TODAY = dates.today
SEND = {
    "given_names": "Eero",
    "family_name": "Aalto",
    "phone": "040 123 4567",
    "hetu": "250869-978X",
    "wish": "Haluan töihin",
    "items": ["work_history"],
    "consent": True,
    "municipality": "995",
}

TALK = {
    "wish": "Haluan töihin",
    "motivation": 7,
    "network": "Sisko ja Timo",
    "goal": "Osa-aikatyö",
    "resources": "Osaa korjata koneita",
    "areas": [{"area": "housing", "answer": "need", "note": "Vuokra"}],
}


def ok(answer, status: int = 200):
    assert answer[0] == status, answer
    return answer[1]


def test_from_referral_to_closed_case(cast):
    """Referral → taken → responsible → interview → plan → the client's yes recorded → service → closed."""
    timo, katri, petra = program(cast.timo), program(cast.katri), program(cast.petra)
    sent = ok(timo.post("/referrals", SEND, key=str(uuid.uuid4())), 201)
    assert sent["hetu"] != SEND["hetu"] and sent["state"] == "waiting"
    waiting = ok(katri.get("/referrals/inbox"))
    assert sent["uuid"] in [one["uuid"] for one in waiting]
    address = f"/referrals/{sent['uuid']}"
    taken = ok(katri.post(address + "/acceptance", {"version": sent["version"]}))
    assert ok(timo.get(address))["state"] == "accepted"

    base = f"/cases/{taken['case']}"
    assert petra.get(base)[0] == 404
    case = ok(katri.get(base))
    assert (case["state"], case["wish"], case["responsible"]) == ("arranging", "Haluan töihin", None)
    asked = ok(
        katri.post(
            base + "/proposals",
            {"worker": cast.katri.uuid, "unit": cast.team.uuid, "decision_power": "none"},
            key=str(uuid.uuid4()),
        ),
        201,
    )
    proposal = f"{base}/proposals/{asked['uuid']}"
    ok(katri.post(proposal + "/worker-answer", {"answer": "yes"}))
    ok(katri.post(proposal + "/client-answer", {"answer": "yes"}))
    case = ok(katri.get(base))
    assert (case["state"], case["responsible"]) == ("open", "Katri Ylinen")

    talk = ok(katri.post(base + "/assessments"), 201)
    one = f"{base}/assessments/{talk['uuid']}"
    talk = ok(katri.post(one + "/content", TALK | {"version": talk["version"]}))
    ok(katri.post(one + "/signing", {"version": talk["version"]}))
    signed = ok(katri.get(one))
    assert (signed["state"], signed["network"], signed["missing_parts"]) == ("signed", "Sisko ja Timo", [])
    assert signed["areas"] == [{"area": "housing", "answer": "need", "note": "Vuokra"}]
    assert ok(katri.get(base))["motivation"] == 7

    soon, later = TODAY().isoformat(), dates.add_months(TODAY(), 2).isoformat()
    assert katri.post(base + "/network/reviews", {})[0] == 422  # an empty map is told to be empty
    ok(katri.post(base + "/network/reviews", {"nobody": True}), 201)
    ok(katri.post(base + "/plan", {"made_in": "team", "review_on": later, "support_months": 12}), 201)
    goal = ok(katri.post(base + "/plan/goals", {"in_clients_words": "Haluan töihin", "purpose": PURPOSE}), 201)
    owned = {"what": "Soitan työnantajalle", "owner": cast.katri.uuid, "due_on": soon, "follow_up_on": later}
    action = ok(katri.post(f"{base}/plan/goals/{goal['uuid']}/actions", owned), 201)
    ok(katri.post(f"{base}/plan/actions/{action['uuid']}/acceptance"))
    version = ok(katri.post(base + "/plan/versions", {"reason": "Ensimmäinen"}), 201)
    approved = ok(
        katri.post(
            f"{base}/plan/versions/{version['uuid']}/approval", {"mode": "spoken", "recorded_why": "no_account"}
        ),
        201,
    )
    assert approved["approved_on"] == soon
    plan = ok(katri.get(base + "/plan"))
    assert plan["goals"][0]["actions"][0]["accepted"] and plan["versions"][0]["approved_on"]

    service = ok(katri.post(base + "/services", {"own_name": "Työkokeilu", "organiser_name": "Askel ry"}), 201)
    started = ok(
        katri.post(f"{base}/services/{service['uuid']}/beginning", {"version": service["version"], "on": soon})
    )
    ok(
        katri.post(
            f"{base}/services/{service['uuid']}/ending", {"version": started["version"], "on": soon, "outcome": OUTCOME}
        )
    )
    assert ok(katri.get(base + "/services"))["services"][0]["state"] == "ended"

    assert petra.post(base + "/closing", {})[0] == 404
    version = ok(katri.get(base))["version"]
    ok(
        katri.post(
            base + "/closing",
            {"version": version, "solution_kind": SOLUTION, "solved": "Työ löytyi", "stays_open": "Ei mitään"},
        ),
        201,
    )
    assert ok(katri.get(base))["state"] == "closed"
    again = ok(katri.post(base + "/return", {"wish": "Haluan palata"}), 201)
    assert ok(katri.get(f"/cases/{again['uuid']}"))["state"] == "arranging"


def _first(name: str) -> str:
    from rinnalla.servicemodels import codes

    return codes.code_list(name)[0].key


PURPOSE, OUTCOME, SOLUTION = _first("purposes"), _first("service_outcomes"), _first("solutions")


def test_twice_sent_is_once_done_and_another_content_is_told(cast):
    timo, key = program(cast.timo), str(uuid.uuid4())
    first, second = (ok(timo.post("/referrals", SEND, key=key), 201) for _each in range(2))
    assert first["uuid"] == second["uuid"]
    assert len(ok(timo.get("/referrals/sent"))) == 1
    base = f"/cases/{cast.case.uuid}"
    contact = {"on": TODAY(), "channel": "phone", "subject": "Soitto"}
    katri = program(cast.katri)
    assert ok(katri.post(base + "/contacts", contact, key=key), 201) == ok(
        katri.post(base + "/contacts", contact, key=key), 201
    )


def _begun(who: Program, cast) -> tuple[str, int]:
    """A draft of an interview in the cast's case: its address and version."""
    base = f"/cases/{cast.case.uuid}/assessments"
    talk = ok(who.post(base), 201)
    return f"{base}/{talk['uuid']}", talk["version"]


def test_interview_keeps_what_is_not_sent_and_is_corrected_with_a_reason(cast):
    katri = program(cast.katri)
    one, version = _begun(katri, cast)
    version = ok(katri.post(one + "/content", TALK | {"version": version}))["version"]
    version = ok(katri.post(one + "/content", {"goal": "Kokoaikatyö", "version": version}))["version"]
    kept = ok(katri.get(one))
    assert (kept["goal"], kept["network"], kept["areas"][0]["note"]) == ("Kokoaikatyö", "Sisko ja Timo", "Vuokra")
    assert katri.post(one + "/content", {"goal": "Toinen", "version": version - 1})[0] == 409
    ok(katri.post(one + "/signing", {"version": version}))
    assert katri.post(one + "/content", {"goal": "Myöhässä", "version": version + 1})[0] == 422
    status, told = katri.post(one + "/correction", {"reason": " "})
    assert (status, told["errors"][0]["field"]) == (422, "reason")
    draft = ok(katri.post(one + "/correction", {"reason": "Väärä tavoite"}), 201)
    states = [(each["uuid"], each["revision"], each["state"]) for each in ok(katri.get(one.rsplit("/", 1)[0]))]
    assert states == [(draft["uuid"], 2, "draft"), (kept["uuid"], 1, "signed")]


@pytest.mark.parametrize(
    "change, field",
    [
        ({"motivation": 11}, "motivation"),
        ({"talked_on": "2199-01-01"}, "talked_on"),
        ({"talked_on": None}, "talked_on"),
        ({"criteria": ["keksitty"]}, "criteria"),
        ({"areas": [{"area": "keksitty", "answer": "need"}]}, "areas"),
        ({"areas": [{"area": "housing", "answer": "ehka"}]}, "areas"),
        ({"areas": [{"area": "housing"}]}, "areas.0.answer"),
    ],
)
def test_wrong_interview_saves_nothing(cast, change, field):
    katri = program(cast.katri)
    one, version = _begun(katri, cast)
    status, told = katri.post(one + "/content", {"goal": "Ei saa jäädä", **change, "version": version})
    assert (status, told["errors"][0]["field"]) == (422, field), told
    assert ok(katri.get(one))["goal"] == ""


def test_unsigned_interview_names_what_is_missing(cast):
    katri = program(cast.katri)
    one, version = _begun(katri, cast)
    status, told = katri.post(one + "/signing", {"version": version})
    assert (status, told["errors"][0]["field"]) == (422, "network")


def test_interview_shows_only_open_field_groups(cast):
    """Janne's consent covers basics and employment: health leaves neither text nor a ticked criterion."""
    katri, janne = program(cast.katri), program(cast.janne)
    one, version = _begun(katri, cast)
    told = {"health_notes": "Selkä", "criteria": ["unmapped_health", "self_perceived"], "version": version}
    ok(katri.post(one + "/content", told))
    assert ok(katri.get(one))["health_notes"] == "Selkä"
    seen = ok(janne.get(one))
    assert seen["health_notes"] is None and seen["criteria"] == ["self_perceived"] and seen["hidden"] > 0


def test_a_sent_referral_is_mended_told_of_and_taken_back_by_its_own_sides(cast):
    """Seen red: an amendment that emptied the text it was not given."""
    timo, katri, outi = program(cast.timo), program(cast.katri), program(cast.outi)
    sent = ok(timo.post("/referrals", {**SEND, "extra": "Selkä"}, key=str(uuid.uuid4())), 201)
    address = f"/referrals/{sent['uuid']}"
    mended = ok(timo.post(address + "/amendment", {"version": sent["version"], "extra": "Polvi"}))
    seen = ok(katri.get(address))
    assert (seen["wish"], seen["extra"], seen["version"]) == ("Haluan töihin", "Polvi", mended["version"])
    assert seen["steps"][-1]["outcome"] == "amended"
    assert timo.post(address + "/amendment", {"version": sent["version"], "extra": "Vanha"})[0] == 409
    assert timo.post(address + "/amendment", {"version": mended["version"]})[0] == 422  # nothing changed
    assert katri.post(address + "/withdrawal", {"version": mended["version"], "words": "Väärä"})[0] == 422
    assert outi.post(address + "/withdrawal", {"version": mended["version"], "words": "Väärä"})[0] == 404
    assert timo.post(address + "/withdrawal", {"version": mended["version"], "words": " "})[0] == 422
    assert katri.post(address + "/result", {"version": mended["version"], "result": "worker_named"})[0] == 422
    ok(timo.post(address + "/withdrawal", {"version": mended["version"], "words": "Väärä ihminen."}))
    assert ok(timo.get(address))["state"] == "withdrawn"


@pytest.mark.row("E-51")
def test_a_service_is_asked_for_and_told_to_whom_its_group_is_open(cast):
    timo, katri = program(cast.timo), program(cast.katri)
    key = lambda: str(uuid.uuid4())  # noqa: E731
    code, told = timo.post("/referrals", {**SEND, "service": "no_such_thing"}, key=key())
    assert code == 422 and told["errors"][0]["field"] == "service"
    sent = ok(timo.post("/referrals", {**SEND, "service": "work_ability_assessment"}, key=key()), 201)
    assert ok(katri.get(f"/referrals/{sent['uuid']}"))["service"] == "work_ability_assessment"
    assert sent["service"] == ""  # health is not open to whoever sent it


def test_the_sender_hears_what_came_of_it_as_a_code(cast):
    timo, katri = program(cast.timo), program(cast.katri)
    sent = ok(timo.post("/referrals", SEND, key=str(uuid.uuid4())), 201)
    address = f"/referrals/{sent['uuid']}"
    taken = ok(katri.post(address + "/acceptance", {"version": sent["version"]}))
    assert katri.post(address + "/result", {"version": taken["version"], "result": "diagnosis"})[0] == 422
    assert timo.post(address + "/result", {"version": taken["version"], "result": "worker_named"})[0] == 403
    ok(katri.post(address + "/result", {"version": taken["version"], "result": "worker_named"}))
    told = ok(timo.get(address))["steps"][-1]
    assert (told["outcome"], told["reason"]) == ("told", "worker_named")


def test_conflict_tells_the_present_version(cast):
    katri = program(cast.katri)
    step = {"next_step": "Soitto", "next_step_on": "2026-12-01", "review_on": "2027-01-01"}
    old = ok(katri.get(f"/cases/{cast.case.uuid}"))["version"]
    done = ok(katri.post(f"/cases/{cast.case.uuid}/step", {**step, "version": old}))
    status, told = katri.post(f"/cases/{cast.case.uuid}/step", {**step, "version": old})
    assert (status, told["version"], told["errors"][0]["field"]) == (409, done["version"], "version")


@pytest.mark.parametrize(
    "change, field",
    [
        ({"given_names": "x" * 300}, "given_names"),
        ({"hetu": "123"}, "hetu"),
        ({"unit": "ei"}, "unit"),
        ({"municipality": "123"}, "municipality"),
        ({"outo": 1}, "outo"),
        ({"wish": "a\x00b"}, "wish"),
        ({"items": ["keksitty"]}, "items"),
        ({"given_names": "", "family_name": ""}, "given_names"),
        ({"unit": str(uuid.uuid4())}, "unit"),
    ],
)
def test_what_is_wrong_is_told_by_field_and_saves_nothing(cast, change, field):
    timo = program(cast.timo)
    status, told = timo.post("/referrals", SEND | change)
    assert status == 422 and field in [one["field"] for one in told["errors"]], told
    assert all(one["message"] for one in told["errors"])
    assert ok(timo.get("/referrals/sent")) == []


def test_no_json_and_wrong_methods(cast):
    timo = program(cast.timo)
    timo.client.raise_request_exception = False
    response = timo.client.generic(
        "POST", "/api/v1/referrals", "{", content_type="application/json", headers=timo.headers
    )
    assert response.status_code == 400 and response.json()["errors"]
    assert timo.client.delete("/api/v1/referrals", headers=timo.headers).status_code == 405


def test_case_of_another_has_no_children_under_mine(cast):
    """A child is fetched with the case of the address, never by its own id alone."""
    katri, ritva = program(cast.katri), program(cast.ritva)
    sent = ok(ritva.post("/referrals", {**SEND, "municipality": "", "hetu": ""}), 201)
    taken = ok(ritva.post(f"/referrals/{sent['uuid']}/acceptance", {"version": sent["version"]}))
    theirs = f"/cases/{taken['case']}"
    asked = ok(
        ritva.post(theirs + "/proposals", {"worker": cast.ritva.uuid, "unit": cast.far.uuid, "decision_power": "none"}),
        201,
    )
    for case in (cast.case.uuid, taken["case"]):
        status, _told = katri.post(f"/cases/{case}/proposals/{asked['uuid']}/worker-answer", {"answer": "yes"})
        assert status == 404


def test_what_is_hidden_leaves_no_trace(cast):
    """Janne's consent covers basics and employment: a health goal is counted, a special one is not even that."""
    katri, janne = program(cast.katri), program(cast.janne)
    base = f"/cases/{cast.case.uuid}"
    begun = {"made_in": "team", "review_on": dates.add_months(TODAY(), 2), "support_months": 12}
    ok(katri.post(base + "/plan", begun), 201)
    for group in ("basics", "health", "special"):
        goal = {"in_clients_words": f"Tavoite {group}", "purpose": PURPOSE, "field_group": group}
        status, made = katri.post(base + "/plan/goals", goal)
        if status == 422:  # the coordinator's own role may not reach every group
            assert made["errors"][0]["field"] == "field_group"
            with acting(cast.a_katri):
                from rinnalla.plans import actions
                from rinnalla.plans.models import Plan

                actions.add_goal(
                    plan=Plan.objects.get(),
                    by=cast.a_katri,
                    in_clients_words=f"Tavoite {group}",
                    purpose=PURPOSE,
                    field_group=group,
                )
    seen = ok(janne.get(base + "/plan"))
    assert [goal["in_clients_words"] for goal in seen["goals"]] == ["Tavoite basics"]
    assert seen["hidden"] == 1 and "special" not in json.dumps(seen)


def test_events_of_a_case_are_codes(cast):
    events = ok(program(cast.katri).get(f"/cases/{cast.case.uuid}/events"))
    assert {"cases.arranged", "cases.opened"} <= {one["verb"] for one in events}
    assert program(cast.janne).get(f"/cases/{cast.case.uuid}/events")[0] == 403


def test_meeting_from_call_to_summary(cast):
    katri, base = program(cast.katri), f"/cases/{cast.case.uuid}"
    begun = {"made_in": "team", "review_on": dates.add_months(TODAY(), 2), "support_months": 12}
    ok(katri.post(base + "/plan", begun), 201)
    goal = ok(katri.post(base + "/plan/goals", {"in_clients_words": "Töihin", "purpose": PURPOSE}), 201)
    at = dates.local(dates.now()).replace(hour=23, minute=59, second=0, microsecond=0)
    asked = {"kind": "network_meeting", "starts_at": at, "purpose": "Jatkosta"}
    called = ok(katri.post(base + "/meetings", asked), 201)
    one = f"{base}/meetings/{called['uuid']}"
    held = ok(katri.post(one + "/holding", {"version": called["version"], "client_present": True}))
    ok(katri.post(one + "/decisions", {"goal": goal["uuid"], "what": "Soitto", "owner": cast.katri.uuid}), 201)
    noted = ok(katri.post(one + "/summary", {"version": held["version"], "client_summary": "Sovimme soitosta."}))
    ok(katri.post(one + "/closing", {"version": noted["version"], "how": "printed"}))
    assert ok(katri.get(base + "/meetings"))[0]["closed"]
    assert ok(katri.get(base + "/plan"))["goals"][0]["actions"][0]["what"] == "Soitto"


def test_description_is_openapi_3_1_and_open_to_all(cast):
    status, told = Program().get("/openapi.json")
    assert (status, told["openapi"]) == (200, "3.1.0")
    assert {"bearer"} == {one["scheme"] for one in told["components"]["securitySchemes"].values()}
    for path, operations in told["paths"].items():
        for operation in operations.values():
            assert "401" in {str(code) for code in operation["responses"]} or path.endswith("openapi.json")


def test_every_address_of_the_api_has_its_rule():
    from rinnalla.access.routes import all_routes

    api = [route for route in all_routes() if route["path"].startswith("/api/")]
    assert len(api) >= 40
    assert all(route["scope"] in ("case", "unit") and route["permission"] for route in api if not route["public"])
    assert all(route["scope"] == "case" for route in api if "/cases/<" in route["path"])


def test_list_shows_only_ones_own(cast):
    assert [one["uuid"] for one in ok(program(cast.katri).get("/cases"))] == [str(cast.case.uuid)]
    assert ok(program(cast.petra).get("/cases")) == []
    with acting(cast.a_katri):
        assert Case.objects.count() == 1
