"""Services of the national registry into a region's imported layer: repeatable, the newest holds, own texts stay."""

import json
import random

import pytest

from rinnalla.access.acting import acting
from rinnalla.access.models import User
from rinnalla.cast import actor_named
from rinnalla.catalogue.models import ServiceCard
from rinnalla.catalogue.national import actions as links
from rinnalla.catalogue.national.models import NationalItem, NationalLink
from rinnalla.catalogue.tests.cards import offer_everything
from rinnalla.eventlog.models import Event
from rinnalla.exchange.registry.actions import import_services
from rinnalla.exchange.registry.commands import import_services as command
from rinnalla.exchange.registry.items import check
from rinnalla.exchange.tests.registry_world import channel, data, everything, guid, page, service, words
from rinnalla.lib.errors import Refused


def bring(cast, value, *, write=True, gone=False, by=None):
    given = value if isinstance(value, bytes) else data(value)
    actor = by or actor_named("rooli-manager")
    checked = check(given, gone=gone)
    with acting(actor):
        return import_services(checked=checked, region=cast.region, by=actor, write=write, source="x.json")


def layer() -> dict[str, tuple]:
    columns = ("names", "content", "withdrawn_on", "changed_at", "modified")
    return {str(row["national_id"]): tuple(map(row.get, columns)) for row in NationalItem.objects.values()}


def events(verb: str) -> int:
    with acting(actor_named("rooli-manager")):
        return Event.objects.filter(verb=verb).count()


@pytest.fixture
def card(cast) -> ServiceCard:
    return offer_everything(cast.region, cast.team)["work_trial_jobseeker"]


@pytest.fixture
def linked(cast, card) -> NationalLink:
    bring(cast, everything())
    item = NationalItem.objects.get(national_id=guid("service:Työhönvalmennus"))
    return links.link(card=card, item=item, by=cast.a_katri)


def test_dry_tells_and_leaves_nothing_then_written_then_again(cast):
    dry = bring(cast, everything(), write=False)
    assert (dry.added, dry.changed, dry.withdrawn, dry.dry) == (4, 0, 0, True) and not layer()
    assert bring(cast, everything()).added == 4
    before = layer()
    again = bring(cast, everything())
    assert (again.imported, again.repeats) == (0, (1, 2, 3, 4))
    assert layer() == before
    assert events("exchange.services_imported") == 1


def test_the_order_of_pages_and_objects_makes_no_difference(cast):
    old = service("Valmennus", serviceDescriptions=words("Summary", fi="Vanha."), modified="2026-09-01T06:00:00Z")
    new = service("Valmennus", serviceDescriptions=words("Summary", fi="Uusi."))
    twin = service("Valmennus", serviceDescriptions=words("Summary", fi="Samaan aikaan."))
    pages = [page(old, channel(), number=1, count=3), page(new, number=2, count=3), page(twin, number=3, count=3)]
    found = set()
    for seed in range(6):
        random.Random(seed).shuffle(pages)
        NationalItem.objects.all().delete()
        report = bring(cast, pages)
        assert (report.added, len(report.repeats)) == (2, 2)
        found.add(json.dumps([row.content for row in NationalItem.objects.order_by("national_id")]))
    assert len(found) == 1 and "Vanha" not in found.pop()


def test_changed_text_changes_the_imported_layer_alone(cast, linked):
    own = {field.name: getattr(linked.card, field.attname) for field in ServiceCard._meta.concrete_fields}
    changed = service(serviceDescriptions=words("Summary", fi="Muuttunut."), modified="2026-11-01T00:00:00Z")
    report = bring(cast, changed)
    assert (report.added, report.changed, report.repeats) == (0, 1, ())
    linked.item.refresh_from_db()
    assert linked.item.text("Summary") == "Muuttunut."
    card = ServiceCard.objects.get(pk=linked.card_id)
    assert {field.name: getattr(card, field.attname) for field in ServiceCard._meta.concrete_fields} == own


def test_an_older_file_takes_nothing_back(cast, linked):
    before = layer()
    report = bring(cast, service(serviceNames=words("Name", fi="Entinen"), modified="2026-09-01T00:00:00Z"))
    assert report.imported == 0 and report.remarks[0].code == "older" and layer() == before


@pytest.mark.parametrize("value, gone", [
    (service(publishingStatus="Deleted", modified="2026-11-01T00:00:00Z"), False),
    (service(publishingStatus="Archived"), False),
    (page({"id": guid("service:Työhönvalmennus"), "name": "x"}), True),
])  # fmt: skip
def test_what_is_withdrawn_is_marked_kept_and_comes_back(cast, linked, value, gone):
    dry = bring(cast, value, gone=gone, write=False)
    assert (dry.withdrawn, dry.withdrawn_names) == (1, ("Työhönvalmennus",))
    assert bring(cast, value, gone=gone).withdrawn == 1
    item = NationalItem.objects.get(pk=linked.item_id)
    assert item.withdrawn_on and item.text("Summary") and NationalLink.objects.filter(pk=linked.pk).exists()
    assert events("catalogue.national_withdrawn") == 1
    assert bring(cast, value, gone=gone).imported == 0
    report = bring(cast, service(modified="2026-11-02T00:00:00Z"))
    assert report.changed == 1 and NationalItem.objects.get(pk=linked.item_id).withdrawn_on is None


def test_what_was_never_here_is_not_made_to_be_withdrawn(cast):
    assert bring(cast, service(publishingStatus="Deleted")).imported == 0 and not layer()


def test_who_may_bring_in(cast):
    manager = actor_named("rooli-manager")
    assert bring(cast, everything(), by=manager, write=False).added == 4
    for username in ("katri", "muualta-manager"):
        with pytest.raises(Refused):
            bring(cast, everything(), by=actor_named(username))
    assert not layer()


def test_a_card_is_linked_by_its_owner_to_a_service_that_is_offered(cast, card, linked):
    assert links.link(card=card, item=linked.item, by=cast.a_katri).pk == linked.pk
    place = NationalItem.objects.get(kind="channel")
    for item, by in ((linked.item, actor_named("timo")), (place, cast.a_katri)):
        with pytest.raises(Refused):
            links.link(card=card, item=item, by=by)
    with pytest.raises(Refused):
        links.unlink(card=card, item=linked.item, by=actor_named("timo"))
    links.unlink(card=card, item=linked.item, by=cast.a_katri)
    assert not NationalLink.objects.exists() and NationalItem.objects.count() == 4


# The command ----------------------------------------------------------------------------------------------------------


def run(capsys, file, **more) -> tuple[int, dict]:
    code = command(str(file), **{"region": "koivula", "as_json": True} | more)
    return code, json.loads(capsys.readouterr().out)


def test_the_command_dry_then_written_then_again(cast, capsys, tmp_path):
    file = tmp_path / "palvelut.json"
    file.write_bytes(everything())
    code, dry = run(capsys, file)
    assert (code, dry["imported"], dry["dry"]) == (0, 4, True) and not layer()
    assert run(capsys, file, write=True, user="rooli-manager")[1]["added"] == 4
    code, again = run(capsys, file, write=True)
    assert (code, again["imported"], again["repeats"]) == (0, 0, [1, 2, 3, 4])
    assert User.objects.filter(username__contains="tuonti").count() == 0
    file.write_bytes(data(page({"id": guid("service:Työhönvalmennus"), "name": "x"})))
    assert run(capsys, file, write=True)[1]["refused"][0]["column"] == "id"
    assert run(capsys, file, write=True, withdrawn=True)[1]["withdrawn"] == 1


def test_the_command_tells_a_person(cast, capsys, tmp_path):
    file = tmp_path / "palvelut.json"
    file.write_bytes(data([service(), service("Toinen", type="X\x1b[2J"), channel()]))
    assert command(str(file), region="koivula") == 0
    out = capsys.readouterr().out
    assert "2 uutta." in out and "Kohde 2, type ”X[2J”" in out and "ProfessionalQualification" in out
    assert "--write" in out and "keksitty" not in out and "\x1b" not in out


def test_a_broken_file_exits_with_1_and_its_place(cast, capsys, tmp_path):
    file = tmp_path / "palvelut.json"
    file.write_bytes(b'{"itemList": [\n{"id": ]}')
    code, told = run(capsys, file)
    assert code == 1 and "rivillä 2, sarakkeessa 8" in told["refused"][0]["reason"] and told["refused"][0]["line"] == 2


@pytest.mark.parametrize("more, told", [
    ({"region": "koivla"}, "Tarkoititko koivula?"), ({"user": "katri"}, "manager"),
    ({"source": "/ei/ole.json"}, "/ei/ole"),
])  # fmt: skip
def test_use_that_cannot_begin_says_why(cast, capsys, tmp_path, more, told):
    file = tmp_path / "palvelut.json"
    file.write_bytes(everything())
    assert command(**{"source": str(file), "region": "koivula"} | more) == 2
    assert told in capsys.readouterr().err
