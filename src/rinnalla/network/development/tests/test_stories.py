"""Stories are told by the consent of the person and the employer, and go away with either (E-47)."""

import pytest
from django.db import IntegrityError, transaction

from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.network.development import actions
from rinnalla.network.development.models import SuccessStory
from rinnalla.network.development.tests.near import KEY, elsewhere
from rinnalla.testing import as_actor

pytestmark = pytest.mark.django_db
TEXT = "Aloitin keittiössä kahdella päivällä viikossa."


@pytest.fixture
def story(cast):
    with as_actor(cast.a_katri):
        return actions.write_story(
            by=cast.a_katri, title="Kaksi päivää riitti", text=TEXT, employer_name="Kahvila Aamunkajo"
        )


def now():
    return SuccessStory.objects.get()


def consent(by, whose):
    with as_actor(by):
        said = {"whose": whose, "on": dates.today(), "kept_in": "Arkisto 3"}
        actions.note_consent(story=now(), version=now().version, by=by, **said)


def listed(browser):
    return "Kaksi päivää" in browser.get("/development/stories/").content.decode()


def publish(by):
    with as_actor(by):
        actions.publish_story(story=now(), version=now().version, by=by)


@pytest.mark.row("E-47")
def test_a_story_is_not_told_before_both_have_said_yes(cast, story, sign_in):
    """Seen red: `lacks` not asked in `publish_story`."""
    outi, place = sign_in(cast.outi), f"/development/stories/{story.uuid}/"
    assert outi.get(place).status_code == 404
    for whose in ("person", "employer"):
        with pytest.raises(Refused, match="sekä henkilö että työnantaja"):
            publish(cast.a_katri)
        with pytest.raises(IntegrityError, match="published_with_both"), transaction.atomic():
            SuccessStory.objects.update(published_at=dates.now(), published_by=cast.katri)
        consent(cast.a_katri, whose)
        assert outi.get(place).status_code == 404 and not listed(outi)
    publish(cast.a_katri)
    page = outi.get(place).content.decode()
    assert TEXT in page and "Arkisto 3" not in page
    assert "Arkisto 3" in sign_in(cast.katri).get(place).content.decode()
    assert sign_in(cast.ritva).get(place).status_code == 404


@pytest.mark.row("E-47")
@pytest.mark.parametrize("whose", ["person", "employer"])
def test_a_consent_taken_back_takes_the_story_away_at_once(cast, story, sign_in, whose):
    """The person's takes the words too. Seen red: the row left when the person takes it back."""
    for each in ("person", "employer"):
        consent(cast.a_katri, each)
    publish(cast.a_katri)
    outi, katri = sign_in(cast.outi), sign_in(cast.katri)
    place = f"/development/stories/{story.uuid}/"
    assert outi.get(place).status_code == 200
    assert katri.post(place + "taking-back/", {"whose": whose}).status_code == 302
    assert outi.get(place).status_code == 404 and not listed(outi)
    assert SuccessStory.objects.filter(pk=story.pk).exists() is (whose == "employer")
    if whose == "employer":
        assert now().lacks() == ("employer",)
        assert "Perui" in katri.get(place).content.decode()
    with as_actor(cast.a_katri):
        actions.take_back(story=story, by=cast.a_katri, whose=whose)


def test_other_words_need_new_consents_and_nothing_of_a_client_is_linked(cast, story, sign_in):
    """Guards against: a published text changed under a consent given to other words."""
    for each in ("person", "employer"):
        consent(cast.a_katri, each)
    publish(cast.a_katri)
    katri, place = sign_in(cast.katri), f"/development/stories/{story.uuid}/"
    form = {"title": "Uusi", "text": "Uudet sanat.", "employer_name": "Kahvila", "version": now().version}
    assert katri.post(place + "edit/", form).status_code == 302
    assert now().published_at is None and now().lacks() == ("person", "employer")
    told = katri.post(place + "edit/", {**form, "text": "131052-900W", "version": now().version})
    assert told.status_code == 422 and "henkilötunnus" in told.content.decode()
    links = {one.related_model._meta.label for one in SuccessStory._meta.get_fields() if one.many_to_one}
    assert links == {"organisations.Region", "organisations.Unit", "employers.Employer", "access.User"}


def test_a_draft_is_the_own_units_alone(cast, story, sign_in):
    """Seen red: the unit not asked in `StoryQuerySet.visible_to`."""
    assert sign_in(cast.petra).get(f"/development/stories/{story.uuid}/").status_code == 200
    for far in (cast.everybody["muualta-coordinator"], elsewhere(cast)):
        assert sign_in(far).get(f"/development/stories/{story.uuid}/").status_code == 404
    katri = sign_in(cast.katri)
    form = {"title": "Toinen", "text": "Sanat.", "employer_name": "Kahvila", "form_key": KEY}
    assert [katri.post("/development/stories/new/", form).status_code for _n in range(2)] == [302, 302]
    empty = katri.post("/development/stories/new/", {**form, "form_key": "", "employer_name": ""})
    assert empty.status_code == 422 and "Sanat." in empty.content.decode()
    assert SuccessStory.objects.count() == 2
