"""Moving cases to a new version of the service model: one by one or all, each once, nobody's save lost.

Seen red: the stage not asked of the new version; `move_batch` without its stages; the same version moved twice (two
events); closed cases moved too.
"""

import pytest
from django.db import connection

from rinnalla import outbox
from rinnalla.cases import actions as cases
from rinnalla.cases import moving
from rinnalla.cases.models import Case
from rinnalla.cases.tests.test_service_model import opened
from rinnalla.eventlog.models import Event
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import Conflict
from rinnalla.servicemodels import codes
from rinnalla.servicemodels.models import ServiceModel
from rinnalla.servicemodels.tests.versions import first_version, publish_next
from rinnalla.testing import as_actor

pytestmark = pytest.mark.django_db


def fewer_steps(content):
    content["model"]["path_templates"][0]["steps"].pop()


def without_mapping(content):
    content["model"]["stages"] = [one for one in content["model"]["stages"] if one["key"] != "mapping"]
    for template in content["model"]["path_templates"]:
        for step in template["steps"]:
            step["stage"] = "services" if step["stage"] == "mapping" else step["stage"]


def now(cast, case) -> Case:
    with as_actor(cast.a_katri):
        return Case.objects.select_related("service_model").get(pk=case.pk)


def events(cast, case) -> int:
    with as_actor(cast.a_katri):
        return Event.objects.filter(verb="cases.model_moved", case_id=case.pk).count()


@pytest.fixture
def two(cast):
    """The cast's region with a version, a case on it, and a next version in force."""
    first = first_version(cast.region)
    case = opened(cast)
    return first, case, publish_next(cast.region, fewer_steps)


def test_one_case_is_moved_once_and_the_log_tells(cast, two):
    first, case, second = two
    with as_actor(cast.a_katri):
        moving.move_case(case=case, version=case.version, to=second, by=cast.a_katri)
        moving.move_case(case=Case.objects.get(pk=case.pk), version=1, to=second, by=cast.a_katri)
    assert now(cast, case).service_model == second and events(cast, case) == 1
    assert first != second


def test_who_looked_at_an_older_row_or_version_is_told(cast, two):
    first, case, second = two
    with as_actor(cast.a_katri):
        stale = Case.objects.get(pk=case.pk)
        cases.set_wish(case=case, version=case.version, by=cast.a_katri, wish="Työtä", motivation=5)
        with pytest.raises(Conflict):
            moving.move_case(case=stale, version=stale.version, to=second, by=cast.a_katri)
        with pytest.raises(Refused, match="ei ole enää voimassa"):
            fresh = Case.objects.get(pk=case.pk)
            third = publish_next(cast.region, lambda content: None)
            gone = ServiceModel.objects.get(pk=second.pk)
            moving.move_case(case=fresh, version=fresh.version, to=gone, by=cast.a_katri)
    assert third.number == 3 and now(cast, case).service_model == first


def test_a_case_whose_stage_is_gone_is_named_and_stays(cast):
    first = first_version(cast.region)
    stuck, free = opened(cast), opened(cast, "Lahti")
    with as_actor(cast.a_katri):
        cases.move_stage(case=stuck, version=stuck.version, by=cast.a_katri, stage="mapping")
    second = publish_next(cast.region, without_mapping)
    with as_actor(cast.a_katri), pytest.raises(Refused, match="toiseen vaiheeseen"):
        moving.move_case(case=stuck, version=stuck.version, to=second, by=cast.a_katri)
    manager = cast.actor("rooli-manager")
    with as_actor(manager):
        assert moving.standing(second).left_behind == (stuck.number,)
        assert moving.move_all(to=second, by=manager) >= 1
    outbox.run_pending(strict=True)
    assert now(cast, free).service_model == second
    assert now(cast, stuck).service_model == first
    assert codes.stage_name(codes.of_case(now(cast, stuck)), "mapping") == "Kartoitus"


def test_all_open_cases_are_moved_once_by_who_sees_none_of_them(cast, two):
    first, case, second = two
    manager = cast.actor("rooli-manager")
    with as_actor(manager):
        assert not Case.objects.exists()
        before = moving.standing(second)
        assert before.counts[first.pk] == 1 and before.movable == sum(before.counts.values())
        assert moving.move_all(to=second, by=manager) == moving.move_all(to=second, by=manager) == before.movable
        assert moving.on_its_way(second)
    outbox.run_pending(strict=True)
    with as_actor(manager):
        after = moving.standing(second)
        assert after.counts == {second.pk: before.movable} and after.movable == 0
        assert moving.move_all(to=second, by=manager) == 0 and not moving.on_its_way(second)
    assert events(cast, case) == 1 and events(cast, cast.case) == 1


def test_a_save_at_the_same_moment_is_not_lost(cast, two):
    """Whoever opened the case before it was moved gets a conflict, and saves again on the new version."""
    _first, case, second = two
    stale = now(cast, case)
    assert moving.move_batch(second) >= 1
    with as_actor(cast.a_katri):
        with pytest.raises(Conflict) as lost:
            cases.set_wish(case=stale, version=stale.version, by=cast.a_katri, wish="Työtä", motivation=5)
        fresh = lost.value.current
        cases.set_wish(case=fresh, version=fresh.version, by=cast.a_katri, wish="Työtä", motivation=5)
    assert (now(cast, case).wish, now(cast, case).service_model) == ("Työtä", second)


def test_closed_cases_and_other_regions_stay(cast, two):
    first, case, second = two
    with connection.cursor() as cursor, as_actor(cast.a_katri):
        cursor.execute(
            "update cases_case set closed_at = now(), closed_by_id = %s where id = %s", [cast.katri.pk, case.pk]
        )
    moving.move_batch(second)
    assert now(cast, case).service_model == first
    other = cast.actor("muualta-manager")
    with as_actor(other), pytest.raises(Refused):
        moving.move_all(to=second, by=other)


# Pages --------------------------------------------------------------------------------------------------------------


@pytest.mark.row("I-10")
def test_the_case_page_tells_of_the_new_version_and_moves(cast, two, sign_in):
    _first, case, second = two
    client = sign_in(cast.katri)
    page = f"/cases/{case.uuid}/service-model/"
    assert page in client.get(f"/cases/{case.uuid}/").content.decode()
    text = client.get(page).content.decode()
    assert "Suunnitelman tarkistus" in text and second.name in text
    answer = client.post(page, {"version": now(cast, case).version, "to": str(second.uuid)})
    assert answer.status_code == 302 and now(cast, case).service_model == second
    assert page not in client.get(f"/cases/{case.uuid}/").content.decode()
    again = client.post(page, {"version": 1, "to": str(second.uuid)})
    assert again.status_code == 302 and events(cast, case) == 1


@pytest.mark.row("V-95")
def test_the_case_page_shows_the_prompt_of_its_stage_in_its_own_versions_words(cast, sign_in):
    def own_words(content):
        stage = next(one for one in content["model"]["stages"] if one["key"] == "initial_service")
        stage["prompt"] = {"fi": "Kysy ensin kuulumiset.", "sv": "Fråga först hur det är.", "en": "Ask first."}

    first_version(cast.region)
    before = opened(cast)
    publish_next(cast.region, own_words)
    after = opened(cast, "Lahti")
    client = sign_in(cast.katri)
    texts = [client.get(f"/cases/{case.uuid}/").content.decode() for case in (before, after)]
    assert "Kuuntele ensin." in texts[0] and "Kysy ensin kuulumiset." not in texts[0]
    assert "Kysy ensin kuulumiset." in texts[1] and "Kuuntele ensin." not in texts[1]


def test_the_managers_page_has_counts_and_no_names(cast, two, sign_in):
    _first, case, second = two
    client = sign_in(cast.everybody["rooli-manager"])
    text = client.get("/models/cases/").content.decode()
    assert "Lehto" not in text and "Rantanen" not in text and second.name in text
    assert client.post("/models/cases/", {"to": str(second.uuid)}).status_code == 302
    assert "Siirto on käynnissä" in client.get("/models/cases/").content.decode()
    outbox.run_pending(strict=True)
    assert now(cast, case).service_model == second
    assert sign_in(cast.katri).get("/models/cases/").status_code == 403
