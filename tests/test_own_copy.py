"""A copy of one's own data holds everything of oneself and nothing of anybody else (H3), and the log is whole (B7).

Seen red: messages left out of `models_in`; `referrals.Referral` taken from `BROUGHT`; the phone of somebody of the
network judged to be nobody else's; lines without a case left out of `accesslog_of_person`.
"""

import json
import time
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction

from rinnalla.access.actor import CLIENT, Actor
from rinnalla.eventlog.models import AccessLine
from rinnalla.lib import dates
from rinnalla.referrals.identity import seal
from rinnalla.referrals.models import Referral
from rinnalla.retention.copy import kept
from rinnalla.retention.copy.gathering import as_json, everything
from rinnalla.retention.copy.names import name_of_field, name_of_model
from rinnalla.retention.requests.log import of_person
from rinnalla.retention.requests.reading import lines_named
from rinnalla.testing import as_actor
from tests.world import OWNER, OneClient, is_ours

# Told here anew, so that a wrong judgement in the room's own list is seen.
OF_OTHERS = {
    "assessments.NetworkActor.name", "assessments.NetworkActor.phone", "assessments.NetworkActor.contact_person",
    "meetings.Meeting.support_person", "meetings.Participant.outside_name", "meetings.Misdelivery.outside_name",
    "referrals.OutsideQuestion.address", "referrals.Referral.sender_name", "cases.ClosingHandover.contact",
    "assessments.LifeAreaAnswer.source_whom",
}
TEXTS = ("CharField", "TextField", "EmailField", "JSONField")
SHORTEST = 8


def own_actor(client: OneClient) -> Actor:
    return Actor(kind=CLIENT, user_id=client.user.pk, person_id=client.case.person_id)


# Nothing is forgotten -------------------------------------------------------------------------------------------------


def walled() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if is_ours(model) and getattr(model, "wall", "none") != "none"]


def test_every_model_with_a_wall_is_in_the_copy_or_left_out_with_a_reason():
    told = {model._meta.label for model in kept.models_in()} | set(kept.LEFT_OUT)
    assert {model._meta.label for model in walled()} - told == set()
    assert set(kept.LEFT_OUT) <= {model._meta.label for model in walled()}
    assert all(len(reason) > 15 for reason in kept.LEFT_OUT.values())
    assert len(kept.models_in()) > 90


def test_every_field_that_speaks_of_somebody_is_judged():
    unjudged = [
        f"{model._meta.label}.{one.name}" for model in kept.models_in() for one in kept.fields_in(model)
        if not kept.judged(model, one)
    ]
    assert not unjudged, f"whose are these? THIRD or NOBODY_ELSES of retention/copy/kept.py: {unjudged}"


def test_a_field_that_nobody_judged_is_seen():
    """Power check: a new column of a kind that speaks of somebody, on a model of the copy."""
    planted = models.CharField(max_length=40, name="friend_phone")
    assert not kept.judged(apps.get_model("cases.Case"), planted)


def test_every_model_and_field_has_its_name_in_every_language():
    for language in ("fi", "sv", "en"):
        from django.utils import translation

        with translation.override(language):
            for model in kept.models_in():
                assert name_of_model(model._meta.label)
                assert all(name_of_field(model._meta.label, one.name) for one in kept.fields_in(model))


def test_what_is_judged_is_there():
    names = {f"{model._meta.label}.{one.name}" for model in apps.get_models() for one in model._meta.concrete_fields}
    told = set(kept.THIRD) | kept.NOBODY_ELSES
    assert told <= names, sorted(told - names)


# The canaries ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def canaries(world, django_db_blocker) -> SimpleNamespace:
    """A word of its own in every text of every row of two clients, written past the walls as the owner."""
    planted: dict[str, dict[str, str]] = {"mine": {}, "other": {}}
    closed: list[str] = []
    with django_db_blocker.unblock():
        for name, client in (("mine", world.mine), ("other", world.other)):
            for model, row in client.rows.items():
                if getattr(model, "wall", "none") in (*kept.OF_CLIENT, "own", "settings"):
                    _plant(name, model, row, planted[name], closed)
            _seal(name, client, planted[name])
    return SimpleNamespace(**planted, closed=closed)


def _plant(name: str, model, row, planted: dict[str, str], closed: list[str]) -> None:
    for one in model._meta.concrete_fields:
        kind = one.get_internal_type()
        if kind not in TEXTS or one.choices or (one.max_length or SHORTEST) < SHORTEST or one.unique:
            continue
        label = f"{model._meta.label}.{one.name}"
        word = f"{name[0]}k{len(planted):04d}z"
        value = {"fi": word} if kind == "JSONField" else f"{word}@x.fi" if kind == "EmailField" else word
        try:
            with transaction.atomic(using=OWNER):
                model._base_manager.using(OWNER).filter(pk=row.pk).update(**{one.name: value})
        except DatabaseError:
            closed.append(label)  # a column that takes codes or only together with others
        else:
            planted[label] = word


def _seal(name: str, client: OneClient, planted: dict[str, str]) -> None:
    row = client.rows[Referral]
    for column in ("sealed_identity", "sealed_texts"):
        word = f"{name[0]}k9{column[-4:]}z"
        Referral._base_manager.using(OWNER).filter(pk=row.pk).update(**{column: seal({"given_names": word}, row.uuid)})
        planted[f"referrals.Referral.{column}"] = word


def copy_of(client: OneClient) -> str:
    actor = own_actor(client)
    with as_actor(actor):
        found = everything(type(client.case.person).objects.get(pk=client.case.person_id), actor)
        return json.dumps(as_json(found), ensure_ascii=False)


def included() -> set[str]:
    return {f"{model._meta.label}.{one.name}" for model in kept.models_in() for one in kept.fields_in(model)}


@pytest.mark.row("L-83")
@pytest.mark.django_db(databases=["default", "owner"])
def test_every_word_of_ones_own_is_in_the_copy_and_no_word_of_anybody_elses(world, canaries):
    mine = copy_of(world.mine)
    wanted = {label: word for label, word in canaries.mine.items() if label in included()}
    assert len(wanted) > 150, len(wanted)
    assert {label for label, word in wanted.items() if word not in mine} == set()

    strangers = {label for label, word in canaries.other.items() if word in mine}
    assert not strangers, strangers
    thirds = {label for label in (set(kept.THIRD) | OF_OTHERS) & set(canaries.mine) if canaries.mine[label] in mine}
    assert not thirds, thirds
    assert len(OF_OTHERS & set(canaries.mine)) >= 7, sorted(OF_OTHERS - set(canaries.mine))
    apart = {label: word for label, word in canaries.mine.items() if label.rpartition(".")[0] in kept.LEFT_OUT}
    left = {label for label, word in apart.items() if word in mine}
    assert not left, left


@pytest.mark.django_db(databases=["default", "owner"])
def test_the_strangers_copy_is_the_strangers(world, canaries):
    """The same both ways: the test above could not pass by an empty copy."""
    other = copy_of(world.other)
    wanted = {label: word for label, word in canaries.other.items() if label in included()}
    assert {label for label, word in wanted.items() if word not in other} == set()
    assert not {label for label, word in canaries.mine.items() if word in other}


@pytest.mark.django_db(databases=["default", "owner"])
def test_nobody_who_works_here_gets_rows_past_the_wall_by_the_copys_functions(world):
    worker = Actor(kind="staff", user_id=world.mine.worker.pk)
    for actor in (worker, own_actor(world.other)):
        with as_actor(actor), connection.cursor() as cursor:
            for function in kept.BROUGHT.values():
                cursor.execute(f"select count(*) from {function}(%s)", [world.mine.case.pk])
                assert cursor.fetchone() == (0,), function


@pytest.mark.django_db
def test_the_copy_is_a_file_without_a_name_made_within_minutes_and_told_in_the_log(world, canaries, browser):
    client, began = browser(world.mine.user), time.monotonic()
    paper = client.post("/my/data/copy/", {"form": "pdf"})
    program = client.post("/my/data/copy/", {"form": "json"})
    assert time.monotonic() - began < 120
    assert paper.content.startswith(b"%PDF-") and paper.headers["Content-Type"] == "application/pdf"
    assert paper.headers["Content-Disposition"] == 'attachment; filename="omat-tiedot.pdf"'
    assert json.loads(program.content)["parts"][0]["key"] == "access.User"
    with as_actor(own_actor(world.mine)):
        lines = AccessLine.objects.filter(user_id=world.mine.user.pk, action="export")
        assert [one.person_ids for one in lines] == [[world.mine.case.person_id]] * 2
    assert client.post("/my/data/copy/", {"form": "exe"}).status_code == 422
    assert browser(world.people["works-coordinator"]).post("/my/data/copy/", {"form": "pdf"}).status_code == 403


# The log is whole -----------------------------------------------------------------------------------------------------

MANY = 10_000
LINE = """
select count(accesslog_append('staff', %s, null, 'coordinator', null, null, '', %s, %s, %s::bigint[], %s::bigint[],
  '{basics}', '{l381_15}', '', %s, now() - make_interval(mins => i))) from generate_series(1, %s) as i
"""


@pytest.fixture(scope="module")
def lines(world, django_db_blocker) -> None:
    """Ten thousand readings, refusals, one of the person without a case, one too old, and a stranger's."""
    person, case = [world.mine.case.person_id], [world.mine.case.pk]
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        for route, action, persons, cases, result, times in (
            ("plans:plan", "view", person, case, "ok", MANY), ("desk:case", "view", person, case, "refused_403", 3),
            ("desk:search", "search", person, [], "ok", 2), ("desk:case_list", "list", [], [*case, 987_001], "ok", 2),
            ("plans:plan", "view", [world.other.case.person_id], [world.other.case.pk], "ok", 5),
        ):
            cursor.execute(LINE, [world.mine.worker.pk, route, action, persons, cases, result, times])
        old = dates.now() - timedelta(days=800)
        cursor.execute(
            "select accesslog_append('staff', %s, null, '', null, null, '', 'plans:plan', 'view', %s::bigint[], "
            "%s::bigint[], '{}', '{}', '', 'ok', %s)", [world.mine.worker.pk, person, case, old],
        )


def truth(client: OneClient, since) -> set[int]:
    rows = AccessLine._base_manager.using(OWNER).exclude(actor_kind="client").filter(at__gte=since)
    about = models.Q(case_ids__contains=[client.case.pk]) | models.Q(person_ids__contains=[client.case.person_id])
    return set(rows.filter(about).values_list("pk", flat=True))


@pytest.mark.row("L-83")
@pytest.mark.django_db(databases=["default", "owner"])
def test_the_clients_log_equals_the_log_both_ways(world, lines):
    since = dates.start_of_day(dates.add_months(dates.today(), -24))
    with as_actor(own_actor(world.mine)):
        log = of_person(world.mine.case.person_id, world.mine.case.region_id)
        seen = [one.pk for one in log[:]]
        again = [one.pk for start in range(0, len(log), 50) for one in log[start : start + 50]]
    assert len(seen) == len(set(seen)) == len(log) >= MANY + 7
    assert seen == again and set(seen) == truth(world.mine, since)
    assert set(seen) < truth(world.mine, since - timedelta(days=900)), "the line of 800 days ago is beyond the rule"


@pytest.mark.django_db(databases=["default", "owner"])
def test_ten_thousand_lines_are_read_page_by_page_and_on_paper_within_ten_seconds(world, lines, browser):
    client, began = browser(world.mine.user), time.monotonic()
    first = client.get("/my/log/")
    with as_actor(own_actor(world.mine)):
        pages = -(-len(of_person(world.mine.case.person_id, world.mine.case.region_id)) // 50)
    last = client.get(f"/my/log/?page={pages}")
    assert first.status_code == last.status_code == 200
    assert pages > 200 and f"?page={pages}" in first.content.decode()
    assert client.get("/my/log/paper/").content.startswith(b"%PDF-")
    assert time.monotonic() - began < 10
    token = last.content.decode().partition("?lines=")[2].partition('"')[0]
    assert set(lines_named(token)) <= truth(world.mine, dates.now() - timedelta(days=740))


@pytest.mark.django_db(databases=["default", "owner"])
def test_a_worker_whose_body_does_not_name_its_staff_is_a_role_in_the_log_and_in_the_copy(world, lines, browser):
    client, body = browser(world.mine.user), world.mine.unit.organisation
    assert world.mine.worker.name in client.get("/my/log/").content.decode()
    with transaction.atomic():
        type(body).objects.filter(pk=body.pk).update(names_staff=False)
        with connection.cursor() as cursor:
            cursor.execute(
                "select accesslog_append('staff', %s, null, 'coordinator', %s, null, '', 'plans:plan', 'view', "
                "%s::bigint[], %s::bigint[], '{}', '{}', '', 'ok', now())",
                [world.mine.worker.pk, body.pk, [world.mine.case.person_id], [world.mine.case.pk]],
            )
        page = client.get("/my/log/").content.decode().partition('class="clog"')[2].partition("</li>")[0]
        transaction.set_rollback(True)
    assert world.mine.worker.name not in page and "Työkykykoordinaattori, " in page
