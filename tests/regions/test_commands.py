"""`regions check` and `regions load`: every fault told, nothing half loaded, twice is the same as once."""

import shutil

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from rinnalla.catalogue.models import ServiceCard
from rinnalla.eventlog.models import Event
from rinnalla.organisations.models import Organisation, Region, Unit
from rinnalla.servicemodels import codes
from rinnalla.servicemodels.commands import run
from rinnalla.servicemodels.models import ServiceModel

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    """A copy of two regions that a test may break."""
    for name in ("common", "pohjanmaa", "lieto"):
        shutil.copytree(settings.REGIONS_DIR / name, tmp_path / name)
    return tmp_path


def _change(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_check_tells_every_fault_with_file_line_and_what_is_expected(folder, capsys):
    assert run("check", str(folder)) == 0
    _change(folder / "lieto" / "model.yaml", "version:", "versoin:")
    _change(folder / "pohjanmaa" / "organisations.yaml", "kind: association", "kind: asociation")
    assert run("check", str(folder)) == 1
    told = capsys.readouterr().err
    assert "lieto/model.yaml:3:" in told and "Tarkoititko version?" in told
    assert "pohjanmaa/organisations.yaml:" in told and "Tarkoititko association?" in told


def test_a_folder_with_a_fault_in_one_region_loads_none(folder):
    _change(folder / "pohjanmaa" / "model.yaml", "waiting_days: 4", "waiting_days: -4")
    assert run("load", str(folder), publish=True) == 1
    assert not Region.objects.filter(key__in=["lieto", "pohjanmaa"]).exists()


def test_a_folder_without_regions_is_told_and_not_taken_for_a_success(tmp_path, capsys):
    assert run("load", str(tmp_path)) == 1
    assert "ei ole yhtään aluetta" in capsys.readouterr().err


def test_load_writes_organisations_model_and_cards_and_repeats_without_change(folder):
    assert run("load", str(folder), publish=True) == 0
    unit = Unit.objects.get(key="kirkkoranta")
    assert unit.name == "Kirkkorannan terveysasema" and unit.municipalities.count() == 5
    assert Unit.objects.get(organisation__region__key="pohjanmaa", default_intake=True).key == "pohjanmaa_tyokykytiimi"
    assert Organisation.objects.get(key="askel", region__key="pohjanmaa").agreements.count() == 1
    assert ServiceCard.objects.filter(region__key="pohjanmaa").count() == 41
    before = Event.objects.count()
    assert run("load", str(folder), publish=True) == 0
    assert (ServiceModel.objects.count(), Event.objects.count()) == (2, before)


def test_without_publish_the_model_waits_as_a_draft_that_changes_and_is_then_published(folder):
    run("load", str(folder / "pohjanmaa"))
    region = Region.objects.get(key="pohjanmaa")
    assert ServiceModel.objects.get(region=region).state == "draft"
    assert codes.published(region) is None and not ServiceCard.objects.filter(region=region).exists()
    _change(folder / "pohjanmaa" / "model.yaml", 'version: "2026-1"', 'version: "2026-2"')
    run("load", str(folder / "pohjanmaa"), publish=True)
    model = ServiceModel.objects.get(region=region)
    assert (model.number, model.name, model.state, model.published_job) == (1, "2026-2", "published", "load_regions")


def test_a_new_version_supersedes_and_the_old_one_stays_as_it_was(folder):
    run("load", str(folder), publish=True)
    region = Region.objects.get(key="pohjanmaa")
    card = ServiceCard.objects.get(region=region, key="self_care")
    file = folder / "pohjanmaa" / "model.yaml"
    _change(file, "Voit aloittaa heti", "Aloitus ensi viikolla")
    _change(file, "card: pension_in_abeyance", "card: pension_in_abeyance\n    valid_to: 2025-12-31")
    run("load", str(folder), publish=True)
    old, new = ServiceModel.objects.filter(region=region).order_by("number")
    assert (old.state, new.state) == ("superseded", "published")
    assert "Voit aloittaa heti" in str(old.content)
    card.refresh_from_db()
    assert card.waiting_text == "Aloitus ensi viikolla"
    assert ServiceCard.objects.get(region=region, key="pension_in_abeyance").withdrawn_on is not None


def test_the_database_lets_nobody_change_or_remove_a_published_model(folder):
    run("load", str(folder), publish=True)
    rows = ServiceModel.objects.filter(region__key="lieto")
    for act in (
        lambda: rows.update(content={}), lambda: rows.update(number=9), lambda: rows.update(published_at=None),
        lambda: rows._raw_delete(rows.db),
    ):
        with pytest.raises(IntegrityError, match="published service model"), transaction.atomic():
            act()
