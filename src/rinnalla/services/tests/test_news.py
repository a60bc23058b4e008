"""News of services: those with a client in them hear what changed and agree what follows; gaps are counted.

Seen red: a notice to everybody who works in the unit; a notice of a protected service to somebody who may not see it;
a notice read while a client was left with nothing; a count of four told; a withdrawn card that told nobody.
"""

from datetime import timedelta

import pytest
from django.core import mail

from rinnalla import outbox
from rinnalla.access.acting import system
from rinnalla.access.models import Grant
from rinnalla.cases import actions as cases
from rinnalla.cases import responsibility
from rinnalla.cases.models import Case
from rinnalla.catalogue import actions as catalogue
from rinnalla.catalogue.jobs import tell_every_ending
from rinnalla.catalogue.models import CardChange, ServiceCard
from rinnalla.catalogue.tests.cards import fullest, offer_everything
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.servicemodels import codes
from rinnalla.services import actions, needs, news
from rinnalla.services.figures import endings, unmet_needs
from rinnalla.services.jobs import ending_again
from rinnalla.services.models import CardNotice, ServiceEpisode
from rinnalla.testing import as_actor, clear_wall

KEY = "social_rehabilitation"


@pytest.fixture
def cards(cast):
    return offer_everything(cast.region, cast.jobs)


def renew(cast, **changes) -> None:
    """Publish the model again with something else in the offer of KEY, or in its card."""
    region = fullest()
    offers = tuple(
        one.model_copy(update={"unit": cast.jobs.key, **(changes if one.card == KEY else {})})
        for one in region.model.offers
    )
    points = tuple(one.model_copy(update={"unit": cast.jobs.key}) for one in region.model.contact_points[:1])
    model = region.model.model_copy(update={"offers": offers, "contact_points": points})
    by = system("load_regions")
    with as_actor(by):
        catalogue.renew_cards(
            region=cast.region, definition=region.model_copy(update={"model": model}), common=codes.common(), by=by
        )


def put_in(cast, card: ServiceCard) -> ServiceEpisode:
    with as_actor(cast.a_katri):
        episode = actions.plan_service(case=cast.case, by=cast.a_katri, card=card)
        actions.start_service(episode=episode, version=1, by=cast.a_katri, on=dates.today() - timedelta(days=30))
        return ServiceEpisode.objects.get(pk=episode.pk)


def notices_of(actor) -> list[CardNotice]:
    with as_actor(actor):
        return list(CardNotice.objects.of(actor).select_related("change__card"))


@pytest.fixture
def inside(cast, cards):
    """Tuula is in the service, and the directory has been published once as it is."""
    renew(cast)
    outbox.run_pending(strict=True)
    return put_in(cast, cards[KEY])


@pytest.mark.row("L-80", "C-03", "C-20")
def test_who_has_a_client_in_a_changed_service_hears_what_changed_and_nobody_else_does(cast, cards, inside, sign_in):
    card = ServiceCard.objects.get(pk=cards[KEY].pk)
    price = codes.common().cards[0].names.model_copy(update={"fi": "Viisi euroa", "sv": "Fem euro", "en": "Five euros"})
    renew(cast, price=price)
    mail.outbox.clear()
    outbox.run_pending(strict=True)
    (notice,) = notices_of(cast.a_katri)
    assert notice.change.kind == "changed" and [one["field"] for one in notice.change.changes] == ["price"]
    for stranger in (cast.a_petra, cast.a_janne, cast.a_timo, cast.a_ritva):
        assert notices_of(stranger) == []
    (message,) = mail.outbox
    assert message.to == [cast.katri.email] and card.name not in message.body and "Tuula" not in message.body
    browser = sign_in(cast.katri)
    day = browser.get("/day/").content.decode()
    assert card.name in day and f"/services/news/{notice.uuid}/" in day
    page = browser.get(f"/services/news/{notice.uuid}/").content.decode()
    for text in ("Maksuton", "Viisi euroa", "Tuula Rantanen", "Mikä muuttui"):
        assert text in page
    assert sign_in(cast.petra).get(f"/services/news/{notice.uuid}/").status_code == 404
    assert browser.post(f"/services/news/{notice.uuid}/").status_code == 302
    assert f"/services/news/{notice.uuid}/" not in browser.get("/day/").content.decode()
    assert "Luetut" in browser.get("/services/news/").content.decode()


def test_the_same_news_is_told_once_and_a_changed_wait_is_no_news(cast, cards, inside):
    renew(cast, waiting_days=3)
    outbox.run_pending(strict=True)
    assert notices_of(cast.a_katri) == []
    renew(cast, languages=("fi",))
    outbox.run_pending(strict=True)
    change = CardChange.objects.get(card=cards[KEY])
    with as_actor(system("card_news")):
        assert news.tell_of_change(change=change) == []
    assert len(notices_of(cast.a_katri)) == 1


def test_a_protected_service_is_not_told_by_way_of_a_notice(cast, cards):
    card = cards["substance_and_mental_health_rehabilitation"]
    put_in(cast, card)
    with as_actor(cast.a_katri):
        change = CardChange.objects.create(card=card, kind="changed", changes=[])
        Grant.objects.filter(case=cast.case, user=cast.katri).update(field_groups=["basics", "social"])
    with as_actor(system("card_news")):
        assert news.tell_of_change(change=change) == []
    with as_actor(cast.a_katri):
        Grant.objects.filter(case=cast.case, user=cast.katri).update(field_groups=["basics", "special"])
    with as_actor(system("card_news")):
        assert news.tell_of_change(change=change) == [cast.katri.pk]


@pytest.mark.parametrize("how", ["ended", "closed"])
def test_who_has_no_client_in_it_any_more_hears_nothing(cast, cards, inside, how):
    with as_actor(cast.a_katri):
        if how == "ended":
            actions.end_service(
                episode=inside, version=inside.version, by=cast.a_katri, on=dates.today(), outcome="other"
            )
        else:
            Case.objects.filter(pk=cast.case.pk).update(closed_at=dates.now(), closed_by=cast.katri)
    renew(cast, languages=("fi",))
    outbox.run_pending(strict=True)
    assert notices_of(cast.a_katri) == []


def test_a_withdrawn_service_is_told_too(cast, cards, inside):
    with as_actor(system("load_regions")):
        catalogue._withdraw(cards[KEY], dates.today(), system("load_regions"))
    outbox.run_pending(strict=True)
    (notice,) = notices_of(cast.a_katri)
    assert notice.change.kind == "withdrawn"


@pytest.mark.row("L-67", "C-15")
def test_a_service_about_to_end_lists_its_clients_and_asks_what_follows_for_each(cast, cards, inside, sign_in):
    last = dates.today() + timedelta(days=40)
    renew(cast, valid_to=last)
    clear_wall()
    tell_every_ending()
    tell_every_ending()
    outbox.run_pending(strict=True)
    notice = next(one for one in notices_of(cast.a_katri) if one.change.kind == "ending")
    assert notice.change.last_day == last and CardChange.objects.filter(kind="ending").count() == 1
    browser, here = sign_in(cast.katri), f"/services/news/{notice.uuid}/"
    page = browser.get(here).content.decode()
    assert "Tuula Rantanen" in page and "Jatkosta ei ole sovittu" in page and dates.d(last) in page
    refused = browser.post(here)
    assert refused.status_code == 422 and "Sovi ensin jatkosta" in refused.content.decode()
    task = f"/cases/{cast.case.uuid}/services/{inside.uuid}/continuation/"
    assert task in page and browser.post(task, {"way": "own_support", "words": ""}).status_code == 422
    assert browser.post(task, {"way": "own_support", "words": "Katri soittaa viikoittain."}).status_code == 302
    assert "Katri soittaa viikoittain." in browser.get(here).content.decode()
    assert browser.post(here).status_code == 302
    listed = sign_in(cast.roles["manager"]).get("/services/gaps/").content.decode()
    assert cards[KEY].name in listed and dates.d(last) in listed and "Tuula" not in listed
    with as_actor(cast.actor("rooli-manager")):
        (ending,) = endings(cast.region)
    assert (ending.card.pk, ending.clients) == (cards[KEY].pk, None)  # under five is not told


@pytest.mark.row("L-67", "C-15")
def test_whoever_comes_to_answer_later_gets_the_task_too(cast, cards, inside, sign_in):
    """The responsible worker changes after the ending was told: the new one is asked what follows, once, also when the
    last day has gone. Seen red: the ending told only to those who answered on the day it came near."""
    last = dates.today() + timedelta(days=40)
    renew(cast, valid_to=last)
    clear_wall()
    tell_every_ending()
    outbox.run_pending(strict=True)
    assert [one.change.kind for one in notices_of(cast.a_petra)] == []
    with as_actor(cast.a_katri):
        proposal = responsibility.propose(
            case=cast.case, worker=cast.petra, unit=cast.team, decision_power="none", by=cast.a_katri,
            ground="l381_15", answer_due_on=dates.today() + timedelta(days=7), reason="Työ on nyt pääasia.",
        )
    with as_actor(cast.a_petra):
        responsibility.answer_as_worker(proposal=proposal, by=cast.a_petra, answer="yes")
    with as_actor(cast.a_katri):
        proposal.refresh_from_db()
        responsibility.note_joint_meeting(proposal=proposal, by=cast.a_katri, on=dates.today())
        responsibility.answer_of_client(proposal=proposal, by=cast.a_katri, answer="yes")
    clear_wall()
    with dates.clock(dates.now() + timedelta(days=41)):
        ending_again()
        ending_again()
    outbox.run_pending(strict=True)
    (notice,) = notices_of(cast.a_petra)
    assert notice.change.kind == "ending" and notice.change.last_day == last
    page = sign_in(cast.petra).get(f"/services/news/{notice.uuid}/").content.decode()
    assert "Tuula Rantanen" in page and "Jatkosta ei ole sovittu" in page


def test_the_day_after_its_last_a_service_is_withdrawn_and_no_client_is_put_in_it(cast, cards, inside):
    ServiceCard.objects.filter(pk=cards[KEY].pk).update(valid_until=dates.today() - timedelta(days=1))
    card = ServiceCard.objects.get(pk=cards[KEY].pk)
    assert card.ended
    with as_actor(cast.a_katri), pytest.raises(Refused):
        actions.plan_service(case=cast.case, by=cast.a_katri, card=card)
    clear_wall()
    tell_every_ending()
    assert ServiceCard.objects.get(pk=card.pk).withdrawn_on == dates.today() - timedelta(days=1)


# Unmet needs --------------------------------------------------------------------------------------------------------


def _others(cast, count: int) -> list[Case]:
    with as_actor(cast.a_katri):
        return [
            cases.open_case(
                by=cast.a_katri, region=cast.region, holder_unit=cast.team, arranger=cast.katri, ground="l381_15",
                naming_due_on=dates.today(), new_person={
                    "given_names": f"Oskari {number}", "family_name": "Lehto",
                    "municipality": cast.region.municipalities.get(),
                },
            )
            for number in range(count)
        ]  # fmt: skip


@pytest.mark.row("I-18")
@pytest.mark.row("T-06")
def test_a_need_without_a_service_is_counted_by_need_and_municipality_and_never_by_name(cast, cards, sign_in):
    browser, here = sign_in(cast.katri), f"/cases/{cast.case.uuid}/"
    assert "Palvelua ei löydy" in browser.get(f"{here}services/").content.decode()
    assert browser.post(f"{here}needs/", {"words": "x"}).status_code == 422
    sent = {"need": "housing", "special_needs": ["interpreter"], "words": "Tuettu asunto keskustasta.",
            "form_key": "7f0f0d9e-54cd-4ea1-a6ff-7c6b8bbd6a09"}
    for _n in range(2):
        assert browser.post(f"{here}needs/", sent).status_code == 302
    page = browser.get(f"{here}services/").content.decode()
    assert page.count("Tuettu asunto keskustasta.") == 1
    people = _others(cast, 4)
    with as_actor(cast.a_katri):
        for case in people[:3]:
            needs.note_need(case=case, by=cast.a_katri, need="housing")
    manager, today = cast.actor("rooli-manager"), dates.today()
    with as_actor(manager):
        (gap,) = unmet_needs(cast.region, today, today)
    assert (gap.need, gap.places, gap.elsewhere) == ("Asuminen", [], True)
    with as_actor(cast.a_katri):
        needs.note_need(case=people[3], by=cast.a_katri, need="housing")
    with as_actor(manager):
        (gap,) = unmet_needs(cast.region, today, today)
    assert (gap.places, gap.elsewhere) == ([("Koivulan alue kunta", 5)], False)
    shown = sign_in(cast.roles["manager"]).get("/services/gaps/").content.decode()
    assert "Asuminen" in shown and "Koivulan alue kunta" in shown and ">5<" in shown
    assert "Tuula" not in shown and "Tuettu asunto" not in shown
    with as_actor(cast.a_ritva):
        assert unmet_needs(cast.region, today, today) == []
    assert sign_in(cast.katri).get("/services/gaps/").status_code == 403


def test_a_need_is_seen_by_its_field_group_and_is_met_once(cast, cards, sign_in):
    with as_actor(cast.a_katri):
        need = needs.note_need(case=cast.case, by=cast.a_katri, need="substance_use", words="Yöllinen tuki")
        assert need.field_group == "special"
        with pytest.raises(Refused):
            needs.note_need(case=cast.case, by=cast.a_katri, need="no_such")
        with pytest.raises(Refused):
            needs.note_need(case=cast.case, by=cast.a_katri, need="work", special_needs=["wings"])
    here = f"/cases/{cast.case.uuid}/"
    assert "Yöllinen tuki" not in sign_in(cast.janne).get(f"{here}services/").content.decode()
    assert sign_in(cast.janne).post(f"{here}needs/{need.uuid}/met/").status_code == 404
    browser = sign_in(cast.katri)
    assert "Yöllinen tuki" in browser.get(f"{here}services/").content.decode()
    assert browser.post(f"{here}needs/{need.uuid}/met/").status_code == 302
    assert "Yöllinen tuki" not in browser.get(f"{here}services/").content.decode()
