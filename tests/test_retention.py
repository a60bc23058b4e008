"""An erased client is nowhere in the database: every table is read as text (H4). Another's rows stay as they are."""

import hashlib
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connections

from rinnalla.access import drafts
from rinnalla.access.models import Draft, User
from rinnalla.cases.models import Case
from rinnalla.lib import dates, hetu
from rinnalla.lib.sealed import seal_text
from rinnalla.organisations.models import Organisation
from rinnalla.people.actions import _seal
from rinnalla.people.models import Person
from rinnalla.retention.erasing import actions
from rinnalla.retention.erasing.models import Kept, KeptDisclosure
from rinnalla.retention.holds.models import Hold
from tests.world import GIVEN, OWNER, OneClient, World, build, is_ours

CANARY = "kanarialintu"
HETU = hetu.invent(dates.parse_date("29.2.1980"), 904)


# What the world's rows need so that really every table of clients' data has one.
MORE = {
    "meetings.Meeting": {"absence_reason": "", "absence_at": None, "absence_by": None},
    "employment.CoachingEpisode": {"outcome": "", "talk": ""},
    "plans.Approval": {"mode": "online", "recorded_why": ""},
    "people.FormerCode": {"hetu_index": lambda client: client.case.number.encode()},
    "retention.Kept": {"document": "consent"},
}


@pytest.fixture(scope="module")
def world(live_db) -> Iterator[World]:
    """The world with a row in every table that holds clients' data."""
    before = {name: dict(GIVEN.get(name, {})) for name in MORE}
    for name, values in MORE.items():
        GIVEN[name] = before[name] | values
    yield build()
    for name, values in before.items():
        GIVEN[name] = values


def every_row() -> dict[str, list[str]]:
    """Every table of the database, ours and the packages', each row as text; the log aside, which holds ids only."""
    with connections[OWNER].cursor() as cursor:
        cursor.execute(
            "select table_name from information_schema.tables "
            "where table_schema = 'public' and table_type = 'BASE TABLE'"
        )
        tables = sorted(name for (name,) in cursor.fetchall())
        rows = {}
        for table in tables:
            cursor.execute(f'select t::text from "{table}" as t order by 1')
            rows[table] = [text for (text,) in cursor.fetchall()]
    return rows


def texts_of(client: OneClient) -> None:
    """A canary in every text of every row of the client's, and in the person's names, code and account."""
    person = Person.objects.using(OWNER).get(pk=client.case.person_id)
    person.set_names(CANARY.title(), "Erkkeri-Koe")
    person.email, person.phone = f"{CANARY}@example.org", "040 555 0999"
    _seal(person, HETU)
    person.save(using=OWNER)
    User.objects.using(OWNER).filter(pk=client.user.pk).update(name=CANARY, email=f"{CANARY}@example.org")
    for model, row in client.rows.items():
        if getattr(model, "wall", "none") not in ("case", "case_self", "inbox"):
            continue
        texts = [one.name for one in model._meta.concrete_fields if one.get_internal_type() == "TextField"
                 and getattr(row, one.name)]
        if texts:
            model._base_manager.using(OWNER).filter(pk=row.pk).update(**dict.fromkeys(texts, f"{CANARY} kertoi"))


def keep_drafts(client: OneClient) -> list[Draft]:
    """Something half written on the case's page by the worker, and by the client on their own."""
    places = [(client.worker, f"/cases/{client.case.uuid}/contacts/new/"), (client.user, "/my/messages/")]
    return [
        Draft.objects.using(OWNER).create(
            user=user, path=path,
            content=seal_text(f"text={CANARY}", purpose=drafts.PURPOSE, bound_to=f"{user.pk}:{path}"),
        ) for user, path in places
    ]


def close(client: OneClient, kind: str) -> None:
    """Closed four, ten or more years ago, held by a body of this kind."""
    Organisation.objects.using(OWNER).filter(pk=client.unit.organisation_id).update(kind=kind)
    Case.objects.using(OWNER).filter(pk=client.case.pk).update(closed_at=dates.now(), closed_by=client.worker)
    Kept.objects.using(OWNER).filter(person=client.case.person).delete()
    Hold.objects.using(OWNER).filter(case=client.case).update(ended_at=dates.now(), ended_by=client.worker)


def of_other(world: World, rows: dict[str, list[str]]) -> str:
    """What stands of the other client: every row of theirs, byte by byte."""
    digest = hashlib.sha256()
    for model, row in sorted(world.other.rows.items(), key=lambda pair: pair[0]._meta.label):
        if getattr(model, "wall", "none") in ("none", "log", "own", "settings"):
            continue
        with connections[OWNER].cursor() as cursor:
            table, key = model._meta.db_table, model._meta.pk.column
            cursor.execute(f'select t::text from "{table}" as t where "{key}" = %s', [row.pk])
            found = cursor.fetchone()
        assert found, f"{model._meta.label} of the other client is gone"
        digest.update(found[0].encode())
    return digest.hexdigest()


def test_an_erased_client_is_nowhere(world: World):
    """Seen red: with the drafts of the case's pages left out of what goes."""
    client = world.mine
    texts_of(client)
    half_written = keep_drafts(client)
    close(client, "employment_authority")
    rows, other = every_row(), of_other(world, {})
    planted = {table for table, texts in rows.items() if any(CANARY in text.lower() for text in texts)}
    assert len(planted) >= 40, sorted(planted)
    ids = {model: row.pk for model, row in client.rows.items()}

    with dates.clock(dates.start_of_day(dates.add_months(dates.today(), 48) + timedelta(days=1))):
        told = actions.run(after_a_pause=True)
    assert not told.stuck and told.counts["case_multi_agency"] == 1

    rows = every_row()
    index = hetu.index(HETU, client.case.region.key).hex()
    uuid, number = str(client.case.uuid), client.case.number
    traces = (CANARY, "erkkeri", "555 0999", HETU.text.lower(), index, uuid, number)
    for table, texts in rows.items():
        for text in texts:
            for trace in traces:
                assert trace not in text.lower(), f"{trace} is in {table}"
    assert not Draft.objects.using(OWNER).filter(pk__in=[one.pk for one in half_written]).exists()
    for model, pk in ids.items():
        if model is KeptDisclosure:
            continue  # the log of disclosures has twelve years of its own, without anything that tells who it was
        if getattr(model, "wall", "none") in ("case", "case_self", "person", "person_self", "inbox", "settings"):
            left = model._base_manager.using(OWNER).filter(pk=pk).exists()
            assert not left, f"{model._meta.label} is left"
    assert not User.objects.using(OWNER).filter(pk=client.user.pk).exists()
    assert of_other(world, rows) == other, "the other client's rows changed"


def test_every_table_with_a_client_is_emptied_of_them(world: World):
    """What the world could fill, the erasing reaches: no table of clients' data is left to its own."""
    reached = {model for model in apps.get_models() if is_ours(model) and model in world.mine.rows}
    walled = {
        model for model in apps.get_models() if is_ours(model)
        and getattr(model, "wall", "none") in ("case", "case_self", "person", "person_self", "inbox")
    }
    assert not {model._meta.label for model in walled - reached}
