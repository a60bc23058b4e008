"""Guides and reminders by stage and by measure of support (T-33)."""

import pytest

from rinnalla.access.acting import acting
from rinnalla.access.middleware import actor_of
from rinnalla.lib import plain
from rinnalla.portal import guides
from rinnalla.portal.tests.test_own import text_of
from rinnalla.servicemodels import codes

pytestmark = pytest.mark.django_db


def keys(cast, stage: str) -> set[str]:
    actor = actor_of(cast.tuula, None)
    cast.case.stage = stage
    with acting(actor):
        return {one.key for one in guides.guides(cast.case, actor)}


@pytest.mark.row("T-33")
def test_a_client_in_a_stage_sees_the_guides_of_that_stage_and_of_no_other(cast):
    """Seen red: the stage not asked."""
    assert "first_talk" in keys(cast, "initial_service") and "at_work" not in keys(cast, "initial_service")
    assert "at_work" in keys(cast, "follow_up") and "first_talk" not in keys(cast, "follow_up")
    for stage in codes.common().stages:
        assert keys(cast, stage.key), stage.key


@pytest.mark.row("T-33")
def test_a_guide_of_one_measure_of_support_is_seen_with_it_only(cast, monkeypatch):
    assert not {"your_team", "alone_in_charge"} & keys(cast, "services")
    monkeypatch.setattr(guides, "_segment", lambda case, actor: "intensive")
    assert "your_team" in keys(cast, "services") and "alone_in_charge" not in keys(cast, "services")


def test_the_first_page_reminds_and_leads_to_the_guides(cast, sign_in):
    browser = sign_in(cast.tuula)
    actor = actor_of(cast.tuula, None)
    with acting(actor):
        told = guides.reminder(cast.case, actor)
    assert told and told.remind
    assert told.remind.fi in text_of(browser, "/my/")
    assert told.text.fi.split("\n")[0] in text_of(browser, "/my/guides/")


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_every_guide_is_in_clear_language(language):
    """Seen red: "Mikäli rahasi loppuvat" in one of them."""
    faults = []
    for one in codes.common().guides:
        lines = [getattr(one.names, language), *getattr(one.text, language).split("\n")]
        lines += [getattr(one.remind, language)] if one.remind else []
        faults += [f"{one.key}: {fault}" for line in lines for fault in plain.faults(line, language)]
    assert not faults, faults
