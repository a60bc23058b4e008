"""Agreements: read by those who should know, recorded by whoever takes care of the region, ended by either party; what
ends opens nothing more, and those concerned hear of it in time (I-33, L-58)."""

from datetime import timedelta

import pytest
from django.core import mail
from psycopg.types.range import Range

from rinnalla.access.acting import acting, staff_actor, system
from rinnalla.access.actions import add_user, give_membership
from rinnalla.eventlog.record import record
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.network import jobs
from rinnalla.network.agreements import actions, reach
from rinnalla.organisations import agreements
from rinnalla.organisations.agreements import Signed, upsert_agreement
from rinnalla.organisations.models import Organisation, OrganisationAgreement
from rinnalla.outbox import run_pending
from rinnalla.testing import as_actor

pytestmark = pytest.mark.django_db
SYSTEM, ADMIN = "rooli-system_admin", "rooli-organisation_admin"
PAPER = Signed(kind="cooperation", reference="KO 2027/4", signed_by="Johtaja Aila Esimerkki", concerns="Valmennus")
KEY = "7f0f0d9e-54cd-4ea1-a6ff-7c6b8bbd6c02"


@pytest.fixture
def logged(monkeypatch):
    """The events of agreements, in order; the log of the installation is read by its owner alone."""
    verbs = []
    monkeypatch.setattr(agreements, "record", lambda verb, **more: (verbs.append(verb), record(verb, **more)))
    return verbs


@pytest.fixture
def askel(cast):
    return cast.coaching.organisation


@pytest.fixture
def agreement(askel):
    return OrganisationAgreement.objects.get(organisation=askel)


@pytest.fixture
def aila(cast, askel):
    """The association's own administrator."""
    by = system("test")
    with acting(by):
        user = add_user(by=by, username="aila", name="Aila Esimerkki", email="aila@example.org")
        give_membership(by=by, user=user, unit=cast.coaching, role="organisation_admin", starts_on=dates.today())
    return user


def lasts(agreement, days):
    """Its last day is in so many days."""
    OrganisationAgreement.objects.filter(pk=agreement.pk).update(
        valid=Range(agreement.valid.lower, dates.today() + timedelta(days=days + 1))
    )


def address(agreement, act=""):
    return f"/agreements/{agreement.uuid}/{act}"


@pytest.mark.row("I-33")
def test_ended_early_bites_at_the_next_request_and_renewing_lets_in_again(cast, agreement, aila, sign_in, logged):
    """Seen red: `ended_at` not asked in `AgreementQuerySet.in_force`."""
    janne, own = sign_in(cast.janne), sign_in(aila)
    case = f"/cases/{cast.case.uuid}/"
    assert janne.get(case).status_code == 200
    assert own.post(address(agreement, "ending/"), {"reason": "Yhdistys lopettaa valmennuksen."}).status_code == 302
    answer = janne.get(case)
    assert answer.status_code == 403 and "Tuula" not in answer.content.decode()
    assert "Asiakastiedot ovat nyt kiinni" in answer.content.decode()
    assert "Et ole tehnyt mitään väärin" in answer.content.decode()
    page = own.get(address(agreement)).content.decode()
    assert "Yhdistys lopettaa valmennuksen." in page and "Aila Esimerkki" in page and "Päätä ennen aikaa" not in page
    form = {"kind": "cooperation", "reference": "KO 2027/4", "signed_on": dates.d(dates.today()),
            "signed_by": "Johtaja Aila Esimerkki", "valid_from": dates.d(dates.today()), "form_key": KEY}  # fmt: skip
    boss = sign_in(cast.everybody[SYSTEM])
    assert [boss.post(address(agreement, "renewal/"), form).status_code for _n in range(2)] == [302, 302]
    assert janne.get(case).status_code == 200
    assert OrganisationAgreement.objects.filter(renews=agreement).count() == 1
    assert logged == ["organisations.agreement_ended", "organisations.agreement_renewed"]


@pytest.mark.row("I-33")
def test_who_has_none_is_named_but_no_employer(cast, agreement, sign_in):
    """Seen red: eight shops without an agreement, for which nobody signs in."""
    values = {"region": cast.region, "names": {"fi": "Ankkurisäätiö"}}
    Organisation.objects.create(key="saatio", kind="association", **values)
    Organisation.objects.create(key="kauppa", kind="employer", **{**values, "names": {"fi": "Kirpputori Toinen"}})
    page = sign_in(cast.everybody[SYSTEM]).get("/agreements/").content.decode()
    assert "Ankkurisäätiö" in page and "Kirpputori Toinen" not in page


def test_nobody_lets_the_own_organisation_in(cast, askel, agreement, aila, sign_in):
    """Guards against: `agreement.record` given to organisation_admin; the region not asked."""
    for user in (aila, cast.katri, cast.everybody["rooli-manager"]):
        assert sign_in(user).get("/agreements/new/").status_code == 403
        assert sign_in(user).post(address(agreement, "renewal/"), {"reference": "X"}).status_code == 403
    assert sign_in(cast.everybody["muualta-system_admin"]).get(address(agreement)).status_code == 404
    for actor in (cast.actor(ADMIN), cast.a_katri, cast.actor("muualta-system_admin")):
        with as_actor(actor), pytest.raises(Refused, match="ylläpitäjä"):
            actions.record_agreement(organisation=askel, by=actor, signed=PAPER, valid_from=dates.today())
        with as_actor(actor), pytest.raises(Refused, match="pääkäyttäjä"):
            actions.end_agreement(agreement=agreement, by=actor, reason="Ei.")
    own = sign_in(aila).get("/agreements/").content.decode()
    assert "Askel ry" in own and "Koivulan hyvinvointialue" not in own
    region = sign_in(cast.katri).get("/agreements/").content.decode()
    assert "Askel ry" in region and "Koivulan hyvinvointialue" in region and "Kirjaa sopimus" not in region


def test_what_is_wrong_is_told_and_what_was_typed_is_kept(cast, askel, agreement, sign_in):
    boss = sign_in(cast.everybody[SYSTEM])
    form = {"organisation": str(askel.uuid), "kind": "cooperation", "reference": "KO 2027/4", "signed_by": "Aila",
            "signed_on": dates.d(dates.today()), "valid_from": dates.d(dates.today()), "form_key": KEY}  # fmt: skip
    for more, said in (
        ({}, "toistaiseksi. Päätä se ensin"),
        ({"valid_to": "1.1.2020"}, "Vaihda päivät"),
        ({"signed_on": "1.1.2090"}, "kun se on allekirjoitettu"),
    ):
        page = boss.post("/agreements/new/", {**form, **more})
        assert page.status_code == 422 and said in page.content.decode() and "KO 2027/4" in page.content.decode()
    page = boss.post(address(agreement, "ending/"), {"reason": " "})
    assert page.status_code == 422 and agreement.organisation.agreements.get().ended_at is None
    lasts(agreement, 10)
    told = boss.post("/agreements/new/", form).content.decode()
    assert f"–{dates.d(dates.today() + timedelta(days=10))}. Uusi voi alkaa sen jälkeen." in told
    assert (
        boss.post("/agreements/new/", {**form, "valid_from": dates.d(dates.today() + timedelta(days=11))}).status_code
        == 302
    )


def test_before_the_end_the_page_tells_what_stops_and_hides_small_counts(cast, agreement, aila, sign_in):
    """Janne alone, who sees one open case: the person is told, one case is not. Guards against: the raw count shown."""
    page = sign_in(aila).get(address(agreement, "ending/")).content.decode()
    assert "alle 5" in page and "Ihmisiä, joilta asiakastiedot sulkeutuvat" in page
    with as_actor(reach_actor(aila)):
        told = reach.stops(agreement.organisation)
    assert (told.people, told.seen.kind, told.held.number) == (2, "small", 0)
    for stranger in (cast.actor("muualta-system_admin"), cast.a_katri, cast.actor(ADMIN)):
        with as_actor(stranger):
            assert reach.stops(agreement.organisation).seen.number == 0, stranger.role
            assert reach.stops(agreement.organisation).seen.kind == "number"


def reach_actor(user):
    return staff_actor(user.memberships.select_related("user", "unit__organisation").get())


@pytest.mark.row("L-58", "I-33")
def test_an_agreement_about_to_end_reminds_once_and_stops_when_it_goes_on(cast, agreement, aila, sign_in):
    """90 days before: its own administrator, the region's system administrator, the coordinators of the default intake.
    Seen red: `valid__endswith__lte` left out of `reach.ending`. Guards against: told again the next night."""
    by = system("test")
    with acting(by):
        intake = add_user(by=by, username="iina", name="Iina Vastaanotto", email="iina@example.org")
        unit = agreement.organisation.region.organisations.get(key="hyvinvointialue").units.get(key="neuvonta")
        give_membership(by=by, user=intake, unit=unit, role="coordinator", starts_on=dates.today())
    lasts(agreement, 91)
    assert _mails() == []
    lasts(agreement, 90)
    told = ["aila@example.org", "iina@example.org", f"{SYSTEM}@example.org"]
    assert _mails() == sorted(told)
    assert _mails() == []
    day = sign_in(aila).get("/day/").content.decode()
    assert "Sopimus päättyy: Askel ry" in day and "Sopimus päättyy" in sign_in(intake).get("/day/").content.decode()
    assert "Sopimus päättyy" not in sign_in(cast.katri).get("/day/").content.decode()
    page = sign_in(aila).get("/agreements/").content.decode()
    assert "jatkoa ei ole" in page
    boss = cast.actor(SYSTEM)
    with as_actor(boss):
        actions.record_agreement(organisation=agreement.organisation, by=boss, signed=PAPER, renews=agreement,
                                 valid_from=dates.today() + timedelta(days=91))  # fmt: skip
    assert "Sopimus päättyy" not in sign_in(aila).get("/day/").content.decode()


def _mails():
    mail.outbox.clear()
    jobs.look_ahead()
    run_pending(strict=True)
    assert all("Askel" not in one.body + one.subject for one in mail.outbox)
    return sorted(one.to[0] for one in mail.outbox if "/agreements/" in one.body)


def test_ended_twice_is_once_and_with_other_words_refused(cast, agreement, logged):
    boss = cast.actor(SYSTEM)
    with as_actor(boss):
        for _n in range(2):
            actions.end_agreement(agreement=agreement, by=boss, reason="Loppui.")
        with pytest.raises(Refused, match="jo päätetty"):
            actions.end_agreement(agreement=agreement, by=boss, reason="Muu syy.")
    assert logged == ["organisations.agreement_ended"]


def test_the_regions_files_do_not_bring_back_what_somebody_ended_or_recorded(cast, askel, agreement):
    """A published model is loaded again. Seen red: `noted_at` not asked in `upsert_agreement`."""
    boss = cast.actor(SYSTEM)
    files = Signed(kind="cooperation", reference=agreement.reference)
    with as_actor(boss):
        actions.end_agreement(agreement=agreement, by=boss, reason="Loppui.")
        new = actions.record_agreement(organisation=askel, by=boss, signed=PAPER, valid_from=dates.today())
    load = {"by": boss, "organisation": askel, "valid_from": agreement.first_day, "valid_to": None}
    assert upsert_agreement(signed=files, **load) == (agreement, False)
    row, changed = upsert_agreement(signed=Signed(kind="cooperation", reference="vanha"), **load)
    assert changed and row.last_day == dates.today() - timedelta(days=1)
    assert OrganisationAgreement.objects.in_force().get(organisation=askel) == new
