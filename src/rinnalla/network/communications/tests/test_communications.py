"""What is told: planned, checked before it is out, counted by channel and audience, seen; experiences go on by their
teller's leave alone (V-10, E-17, E-32, E-33, E-60, E-61, E-62, I-28, F-26)."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.network.communications import actions, figures
from rinnalla.network.communications.actions import Told
from rinnalla.network.communications.models import CommunicationItem, ExperienceNote
from rinnalla.servicemodels.codes import code_list
from rinnalla.testing import as_actor

pytestmark = pytest.mark.django_db
TODAY = dates.today()
YEAR = (date(TODAY.year, 1, 1), date(TODAY.year, 12, 31))
KEY = "7f0f0d9e-54cd-4ea1-a6ff-7c6b8bbd6c31"
ALL = [one.key for one in code_list("accessibility_checks")]


def item(cast, title="Työkyvyn tuki", kind="post", style="info", channels=("facebook",), audiences=("jobseekers",),
         planned_on=TODAY, campaign=None):  # fmt: skip
    by = cast.a_katri
    with as_actor(by):
        told = Told(kind, style, title, "Mitä tuki on.", list(channels), list(audiences), planned_on, campaign)
        return actions.plan_item(by=by, told=told)


def out(cast, one, on=TODAY, link=""):
    by = cast.a_katri
    with as_actor(by):
        actions.check_item(item=one, version=one.version, by=by, checks=ALL)
        actions.publish_item(item=one, by=by, on=on, link=link)
    one.refresh_from_db()
    return one


def seen(cast, one, channel, impressions, on=TODAY):
    with as_actor(cast.a_katri):
        actions.count_seen(item=one, by=cast.a_katri, channel=channel, on=on, impressions=impressions, source="Tilasto")


@pytest.mark.row("E-60", "F-26")
def test_the_impressions_of_a_campaign_come_to_6317(cast, sign_in):
    """Autumn 2021: Facebook, Instagram and Twitter together. Seen red: an older number of the same channel added up."""
    autumn = date(2021, 10, 4)
    campaign = out(cast, item(cast, "Tiedotuskampanja, syksy 2021", "campaign", planned_on=autumn), autumn)
    for number, (channel, first, last) in enumerate(
        [("facebook", 1200, 3894), ("instagram", 0, 1302), ("twitter", 800, 1121)]
    ):
        one = item(cast, f"Julkaisu {number}", channels=[channel], planned_on=autumn, campaign=campaign)
        out(cast, one, autumn)
        for on, impressions in ((autumn + timedelta(days=7), first), (autumn + timedelta(days=60), last)):
            seen(cast, one, channel, impressions, on)
    told = figures.seen_of_campaign(campaign)
    assert told == {"facebook": 3894, "instagram": 1302, "twitter": 1121} and sum(told.values()) == 6317
    page = sign_in(cast.janne).get(f"/communications/{campaign.uuid}/").content.decode()
    assert "<strong>6317</strong>" in page and "Tilasto" not in page
    assert "6317" in sign_in(cast.janne).get("/communications/figures/?year=2021").content.decode()


@pytest.mark.row("E-33")
def test_nothing_goes_out_before_the_list_is_gone_through_and_what_is_not_is_listed(cast, sign_in):
    """Guards against: a text changed after its check going out. Seen red: the checks kept at a change."""
    one, client = item(cast), sign_in(cast.katri)
    address = f"/communications/{one.uuid}/"
    today = {"on": dates.d(TODAY), "link": ""}
    listed = client.get("/communications/").content.decode()
    assert "Tarkistamatta" in listed and "Kuvilla on tekstivastine" in listed
    client.post(address + "check/", {"checks": ALL[:-1], "version": 1})
    refused = client.post(address + "publication/", today)
    assert refused.status_code == 422 and "Sama sisältö on ruotsiksi" in refused.content.decode()
    client.post(address + "check/", {"checks": ALL, "version": 2})
    assert "Tarkistamatta" not in client.get("/communications/").content.decode()
    changed = {"title": "Uusi otsikko", "kind": "post", "style": "story", "topic": "", "audiences": ["employers"],
               "channels": ["facebook"], "planned_on": dates.d(TODAY), "campaign": "", "version": 3}  # fmt: skip
    assert client.post(address + "change/", changed).status_code == 302
    assert client.post(address + "publication/", today).status_code == 422
    assert client.post(address + "check/", {"checks": ALL, "version": 3}).status_code == 409
    client.post(address + "check/", {"checks": ALL, "version": 4})
    assert [client.post(address + "publication/", today).status_code for _n in range(2)] == [302, 302]
    with pytest.raises(IntegrityError, match="checked_first"), transaction.atomic():
        other = item(cast, "Toinen")
        CommunicationItem.objects.filter(pk=other.pk).update(published_on=TODAY, published_by=cast.katri)


@pytest.mark.row("E-32", "E-17", "I-28")
def test_what_came_out_is_counted_by_channel_and_audience(cast, sign_in):
    out(cast, item(cast, "Yksi", channels=["facebook", "twitter"], audiences=["jobseekers", "partners"]))
    out(cast, item(cast, "Kaksi", channels=["facebook"], audiences=["professionals"]))
    out(cast, item(cast, "Vanha"), date(TODAY.year - 1, 12, 31))
    out(cast, item(cast, "Kampanja", "campaign"))
    item(cast, "Vasta suunniteltu", audiences=["employers"])
    channels, audiences = figures.by_channel(cast.region.pk, *YEAR), figures.by_audience(cast.region.pk, *YEAR)
    assert (channels["facebook"], channels["twitter"], channels["instagram"]) == (2, 1, 0)
    assert audiences == {"jobseekers": 1, "employers": 0, "partners": 1, "professionals": 1}
    assert figures.by_channel(cast.other_region.pk, *YEAR)["facebook"] == 0
    with as_actor(cast.a_katri):
        given = {"by": cast.a_katri, "on": TODAY, "source": "Kysely"}
        actions.record_awareness(audience="employers", answered=40, knew=10, **given)
        with pytest.raises(Refused, match="enemmän kuin vastanneita"):
            actions.record_awareness(audience="partners", answered=4, knew=10, **given)
    page = sign_in(cast.janne).get("/communications/figures/").content.decode()
    assert "25 %" in page and "vastanneita 40" in page and "Ei ole kysytty" in page


@pytest.mark.row("E-61")
def test_a_web_article_and_a_newsletter_are_listed_with_their_link(cast, sign_in):
    article = item(cast, "Tuki löytyy täältä", "web_article", channels=["website"], audiences=["employers", "partners"])
    with as_actor(cast.a_katri):
        actions.check_item(item=article, version=1, by=cast.a_katri, checks=ALL)
        with pytest.raises(Refused, match="verkkoartikkelin osoite"):
            actions.publish_item(item=article, by=cast.a_katri, on=TODAY)
        actions.publish_item(item=article, by=cast.a_katri, on=TODAY, link="https://example.org/tuki")
    letter = item(cast, "Uutiskirje 4", "newsletter", channels=["newsletter"], audiences=["employers"])
    out(cast, letter, link="https://example.org/kirje")
    page = sign_in(cast.janne).get("/communications/").content.decode()
    for told in ("https://example.org/tuki", "https://example.org/kirje", "Verkkoartikkeli", "Uutiskirje", "Kumppanit"):
        assert told in page, told


@pytest.mark.row("E-62")
def test_the_plan_of_a_year_stands_against_what_was_done(cast, sign_in):
    client, past = sign_in(cast.katri), date(TODAY.year, 1, 1)
    form = {"year": str(TODAY.year), "aim": "Toistetaan tietoa ja kerrotaan tarinoita."}
    assert [client.post("/communications/plan/", form).status_code for _n in range(2)] == [302, 302]
    out(cast, item(cast, "Tieto"))
    out(cast, item(cast, "Tarina", style="story"))
    item(cast, "Tekemättä", style="story", planned_on=past)
    dropped = item(cast, "Ei tehdä")
    with as_actor(cast.a_katri):
        actions.drop_item(item=dropped, by=cast.a_katri, words="Kampanja siirtyi.")
    told = figures.plan_done(cast.region.pk, TODAY.year)
    late = 1 if past < TODAY else 0
    assert (told.planned, told.published, told.stories, told.stories_published) == (4, 2, 2, 1)
    assert (told.dropped, told.late) == (1, late)
    page = client.get("/communications/").content.decode()
    assert "kerrotaan tarinoita" in page and "1 / 2" in page
    assert sign_in(cast.janne).post("/communications/plan/", form).status_code == 403


@pytest.mark.row("V-10")
def test_an_experience_without_leave_is_never_in_the_report(cast, sign_in):
    """Seen red: `permitted_on` not asked in `experiences_for_decisions`."""
    client = sign_in(cast.katri)
    for teller, words, leave in (
        ("client", "Minua kuunneltiin.", "on"), ("professional", "Tieto ei kulje.", ""),
        ("employer", "Tuki oli helppo saada.", "on"),
    ):  # fmt: skip
        form = {"teller": teller, "theme": "encounter", "words": words, "told_on": dates.d(TODAY), "permitted": leave}
        assert client.post("/communications/experiences/new/", form).status_code == 302
    boss = sign_in(cast.everybody["rooli-manager"])
    report = "/communications/experiences/report/"
    page = boss.get(report).content.decode()
    assert "Minua kuunneltiin." in page and "Tuki oli helppo saada." in page and "Tieto ei kulje." not in page
    told = ExperienceNote.objects.get(teller="client")
    for _n in range(2):
        client.post(f"/communications/experiences/{told.uuid}/taking-back/")
    assert "Minua kuunneltiin." not in boss.get(report).content.decode()
    assert client.get(report).status_code == 403
    assert "Minua" not in sign_in(cast.everybody["muualta-manager"]).get(report).content.decode()
    with as_actor(cast.a_katri), pytest.raises(Refused, match="henkilötunnus"):
        actions.note_experience(by=cast.a_katri, teller="client", theme="work", words="Olen 130479-912X.",
                                told_on=TODAY, permitted=True)  # fmt: skip


def test_other_regions_and_roles_do_not_reach_it(cast, sign_in):
    one = item(cast)
    assert sign_in(cast.ritva).get(f"/communications/{one.uuid}/").status_code == 404
    assert sign_in(cast.janne).get("/communications/new/").status_code == 403
    assert sign_in(cast.janne).get("/communications/experiences/").status_code == 403
    with as_actor(cast.a_ritva), pytest.raises(Refused):
        actions.drop_item(item=one, by=cast.a_ritva, words="Ei.")
