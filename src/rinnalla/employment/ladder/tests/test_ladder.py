"""Steps towards work: one standing, every move dated and kept, proposals that a human decides on.

Seen red: a day to come taken; a proposal from a service whose field group the reader does not see.
Guards against: a day before the case, two standings, a move written over, a proposal that moves by itself.
"""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from rinnalla.cases.models import Case
from rinnalla.catalogue.tests.cards import offer_everything
from rinnalla.employment import working
from rinnalla.employment.ladder import actions
from rinnalla.employment.ladder.models import ProgressMove
from rinnalla.employment.ladder.reading import proposal_of, standing_of
from rinnalla.employment.tests.coaching import fresh, start
from rinnalla.eventlog.models import Event
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.services import actions as services
from rinnalla.services.models import ServiceEpisode
from rinnalla.testing import as_actor

pytestmark = pytest.mark.django_db
EVERYTHING = ("basics", "health", "social", "employment", "livelihood")


def go(cast, before, after, *, on=None, ground="situation_changed", **more):
    return actions.move(
        case=cast.case, by=cast.a_katri, from_step=before, to_step=after, on=on or dates.today(), ground=ground, **more
    )


@pytest.fixture
def base(cast):
    return f"/cases/{cast.case.uuid}/ladder/"


@pytest.mark.row("I-07")
def test_moves_are_kept_with_their_day_and_ground_and_there_is_one_standing(cast, sign_in, base):
    with as_actor(cast.a_katri):
        go(cast, "", "outside", ground="first_look")
        go(cast, "outside", "work", ground="work_started", words="Osa-aikainen työ")
        go(cast, "work", "in_services", ground="work_ended")
        kept = ProgressMove.objects.standing().values_list("number", "direction", "to_step")
        assert list(kept) == [(1, "first", "outside"), (2, "up", "work"), (3, "down", "in_services")]
        assert standing_of(cast.case).to_step == "in_services"
        assert set(ProgressMove.objects.values_list("sex", flat=True)) == {"f"}  # Tuula's individual number is even
        assert Event.objects.filter(verb="employment.progress_moved").count() == 3
        with pytest.raises(IntegrityError), transaction.atomic():
            ProgressMove.objects.create(
                case=cast.case, number=3, from_step="work", to_step="outside", direction="down", on=dates.today(),
                ground="work_ended",
            )
    page = sign_in(cast.katri).get(base).content.decode()
    assert "Työmarkkinoiden ulkopuolella → Työssä" in page and "Osa-aikainen työ" in page and "Palvelu" in page


def test_a_move_is_refused_in_words_that_tell_what_would_be_right(cast):
    tomorrow, early = dates.today() + timedelta(days=1), dates.today() - timedelta(days=1)
    with as_actor(cast.a_katri):
        for arguments, told in (
            ({"on": tomorrow}, "vasta tulossa"), ({"on": early}, "avattiin vasta"), ({"ground": "x"}, "mitä tapahtui"),
        ):
            with pytest.raises(Refused, match=told):
                go(cast, "", "outside", **arguments)
        with pytest.raises(Refused, match="Valitse porras"):
            go(cast, "", "olematon")
        go(cast, "", "outside")
        for before, after, told in (
            ("outside", "outside", "jo tällä portaalla"),
            ("", "work", "ehti kirjata ensin: asiakas on nyt portaalla Työmarkkinoiden"),
        ):
            with pytest.raises(Refused, match=told):
                go(cast, before, after)
        Case.objects.filter(pk=cast.case.pk).update(closed_at=dates.now(), closed_by=cast.katri)
        with pytest.raises(Refused, match="päätetty"):
            go(cast, "outside", "work")
        assert ProgressMove.objects.count() == 1


def test_a_day_before_the_move_before_is_refused(cast):
    with as_actor(cast.a_katri):
        Case.objects.filter(pk=cast.case.pk).update(made_at=dates.now() - timedelta(days=30))
        cast.case.refresh_from_db()
        go(cast, "", "outside", on=dates.today() - timedelta(days=5))
        with pytest.raises(Refused, match="Edellinen siirtymä oli"):
            go(cast, "outside", "work", on=dates.today() - timedelta(days=6))
        go(cast, "outside", "work", on=dates.today() - timedelta(days=5))


def test_a_wrong_move_is_withdrawn_with_why_the_newest_first(cast, sign_in, base):
    with as_actor(cast.a_katri):
        first = go(cast, "", "outside")
        second = go(cast, "outside", "work")
        with pytest.raises(Refused, match="Vain uusimman"):
            actions.withdraw(move=first, by=cast.a_katri, reason="x")
    katri = sign_in(cast.katri)
    address = f"{base}{second.uuid}/withdrawal/"
    assert katri.post(address, {"reason": " "}).status_code == 422
    for _ in range(2):
        assert katri.post(address, {"reason": "Työ ei alkanutkaan."}).status_code == 302
    late = katri.post(address, {"reason": "Toinen selitys."})
    assert late.status_code == 422 and "Siirtymä on jo peruttu" in late.content.decode()
    assert "Toinen selitys." in late.content.decode()
    with as_actor(cast.a_katri):
        assert standing_of(cast.case).pk == first.pk
        assert Event.objects.filter(verb="employment.progress_withdrawn").count() == 1
        go(cast, "outside", "in_services")
        assert ProgressMove.objects.count() == 3
    assert "Työ ei alkanutkaan." in katri.get(base).content.decode()


def test_the_form_keeps_what_was_typed_and_twice_sent_is_once_done(cast, sign_in, base):
    katri = sign_in(cast.katri)
    assert "Porrasta ei ole vielä kirjattu" in katri.get(base).content.decode()
    form = {"to_step": "outside", "on": "huomenna", "ground": "first_look", "words": "Kerrottu", "form_key": uuid4()}
    refused = katri.post(f"{base}move/", form)
    assert refused.status_code == 422 and "Kerrottu" in refused.content.decode()
    form["on"] = dates.d(dates.today())
    for _ in range(2):
        assert katri.post(f"{base}move/", form).status_code == 302
    with as_actor(cast.a_katri):
        assert ProgressMove.objects.count() == 1


def test_other_records_propose_and_a_human_decides(cast, sign_in, base):
    card = offer_everything(cast.region, cast.jobs)["work_trial_jobseeker"]
    with as_actor(cast.a_katri):
        go(cast, "", "outside")
        episode = services.plan_service(case=cast.case, by=cast.a_katri, card=card)
        assert proposal_of(cast.case, standing_of(cast.case), EVERYTHING, jobs=True) is None  # planned, not begun
        services.start_service(episode=fresh(episode), version=episode.version, by=cast.a_katri, on=dates.today())
        found = proposal_of(cast.case, standing_of(cast.case), EVERYTHING, jobs=True)
        assert (found.step, found.ground) == ("training_or_trial", "training_or_trial_started")
        ServiceEpisode.objects.update(field_group="health")
        assert proposal_of(cast.case, standing_of(cast.case), ("basics", "employment"), jobs=True) is None
        ServiceEpisode.objects.update(field_group="basics")
        assert standing_of(cast.case).to_step == "outside"  # a proposal moves nobody
    drawn = sign_in(cast.katri).get(f"{base}move/").content.decode()
    assert "Ehdotus: Koulutuksessa tai työkokeilussa, koska palvelu" in drawn and "Sinä päätät" in drawn


def test_a_job_proposes_work_and_its_end_what_is_left(cast):
    with as_actor(cast.a_katri):
        episode = start(cast)
        go(cast, "", "in_services")
    with as_actor(cast.a_janne):
        job = working.add_job(
            episode=episode, by=cast.a_janne, employer="E", title="Varastotyö", starts_on=dates.today(),
            kind="open_paid",
        )
    with as_actor(cast.a_katri):
        found = proposal_of(cast.case, standing_of(cast.case), EVERYTHING, jobs=True)
        assert found.step == "work" and "Varastotyö" in found.because
        below = proposal_of(cast.case, standing_of(cast.case), EVERYTHING, jobs=False)
        assert below is None or below.step != "work"
        go(cast, "in_services", "work", ground="work_started")
        assert proposal_of(cast.case, standing_of(cast.case), EVERYTHING, jobs=True) is None
    with as_actor(cast.a_janne):
        working.end_job(job=fresh(job), version=fresh(job).version, by=cast.a_janne, on=dates.today())
    with as_actor(cast.a_katri):
        left = proposal_of(cast.case, standing_of(cast.case), EVERYTHING, jobs=True)
        assert left is None or left.step != "work"


def test_a_step_that_the_region_no_longer_has_is_read_and_left(cast, sign_in, base):
    """A later version may leave out a region's own step. Seen red: the page fell on a key it could not place."""
    card = offer_everything(cast.region, cast.jobs)["work_trial_jobseeker"]
    with as_actor(cast.a_katri):
        go(cast, "", "outside")
        ProgressMove.objects.update(to_step="oma_porras")
        episode = services.plan_service(case=cast.case, by=cast.a_katri, card=card)
        services.start_service(episode=fresh(episode), version=episode.version, by=cast.a_katri, on=dates.today())
        assert proposal_of(cast.case, standing_of(cast.case), EVERYTHING, jobs=True) is None
    katri = sign_in(cast.katri)
    assert katri.get(f"{base}move/").status_code == 200 and "oma_porras" in katri.get(base).content.decode()
    with as_actor(cast.a_katri):
        assert go(cast, "oma_porras", "work").direction == "same"


def test_strangers_get_404_and_without_employment_nothing_is_told(cast, sign_in, base):
    with as_actor(cast.a_katri):
        go(cast, "", "outside")
    for stranger in (cast.petra, cast.ritva, cast.tuula):
        assert sign_in(stranger).get(base).status_code == 404
    assert sign_in(cast.timo).get(f"{base}move/").status_code == 403
