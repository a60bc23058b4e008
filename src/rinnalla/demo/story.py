"""The story of the pictures: Tuula, the people of Katri's day, and the clients who sign in."""

from collections.abc import Callable
from datetime import timedelta

from rinnalla.cases import actions as cases
from rinnalla.cases import responsibility
from rinnalla.cases.consents import actions as consents
from rinnalla.cases.models import Case, ResponsibleProposal
from rinnalla.demo import arrivals
from rinnalla.demo.lives import Path, live, propose_handover
from rinnalla.demo.scenes import KATRI, call, give_account
from rinnalla.demo.team_day import team_day
from rinnalla.demo.tuula import Tuula
from rinnalla.demo.world import BASICS, EMPLOYMENT, HEALTH, Member, World, fresh
from rinnalla.lib import dates
from rinnalla.plans import actions as plans
from rinnalla.plans.models import Goal
from rinnalla.portal import demo as pages


def tell(world: World) -> None:
    """What belongs to this region of the story."""
    for name in world.demo.stories:
        STORIES[name](world)


# Katri's day ---------------------------------------------------------------------------------------------------------


def katris_day(world: World) -> None:
    """The people of picture 01: three meetings today, reviews, two gone silent, one late elsewhere, one proposal."""
    katri = world.members[KATRI]
    _oskari(world, katri)
    _ritva(world, katri)
    _mikko(world, katri)
    _person(world, katri, "Pekka", "Jääskeläinen", "services", age=44, review=1, says="Työkokeilun jatkosta sopiminen")
    _person(
        world,
        katri,
        "Linnea",
        "Åkerblom",
        "mapping",
        language="sv",
        age=36,
        review=3,
        says="Kykyviisarin tulokset läpi",
    )
    _person(
        world,
        katri,
        "Samir",
        "Haddad",
        "follow_up",
        language="ar",
        age=39,
        review=4,
        says="Seuraavista toimista sopiminen",
    )
    _person(world, katri, "Anneli", "Kivistö", "services", age=58, last=-34, says="Sosiaalisen kuntoutuksen jatko")
    _person(world, katri, "Ville", "Ojanperä", "mapping", age=29, began=-100, last=-31, says="Erikoispoliklinikan aika")
    _emilia(world, katri)
    arrivals.consult(world, days_ago=1, answered=False, place=0, receiver=katri)


def _ritva(world: World, katri: Member) -> None:
    """New: her first interview is today, with an interpreter."""
    ritva = _person(
        world,
        katri,
        "Ritva",
        "Sund",
        "initial_service",
        language="sv",
        age=51,
        began=-14,
        step=0,
        says="Alkuhaastattelu",
    )
    with world.at(world.day(-4), katri.as_role("responsible_worker")) as by:
        call(
            world,
            fresh(ritva),
            by,
            days=0,
            at="11:30",
            kind="other_meeting",
            purpose="Alkuhaastattelu. Tulkki: ruotsi.",
            place="Huone 214",
        )


def _emilia(world: World, katri: Member) -> None:
    """Taken in by Jonas, who asks Katri to be responsible."""
    jonas = world.members["jonas.holm"]
    emilia = world.inventor.named("Emilia", "Roos", age=24, language="sv")
    live(
        world,
        Path(
            began=-9,
            stage="initial_service",
            lead=katri,
            arranger=jonas,
            person=emilia,
            named=False,
            proposed="worker",
            naming_due=12,
            last=-1,
        ),
    )


def _person(
    world: World, lead: Member, given: str, family: str, stage: str, *, age: int, language: str = "fi", **path: object
) -> Case:
    from rinnalla.demo.population import path_of

    who = world.inventor.named(given, family, age=age, language=language)
    return live(world, path_of(world, stage, lead, person=who, **path))


def _oskari(world: World, katri: Member) -> None:
    """At work again; the occupational physician's statement is three days late, and the work meeting is today."""
    case = _person(world, katri, "Oskari", "Lehto", "follow_up", age=41, step=0, says="Työkokous videolla", last=-5)
    doctor = world.members["anders.sjoholm"]
    with world.at(world.day(-18), katri.as_role("responsible_worker")) as by:
        consent = consents.give_consent(
            case=fresh(case),
            organisation=doctor.unit.organisation,
            groups=[BASICS, HEALTH, EMPLOYMENT],
            mode="written",
            given_on=dates.today(),
            by=by,
        )
        cases.join_team(
            case=fresh(case),
            user=doctor.user,
            unit=doctor.unit,
            task="Työterveyslääkäri",
            by=by,
            ground="consent",
            groups=[BASICS, HEALTH, EMPLOYMENT],
            consent=consent,
        )
        goal = Goal.objects.filter(case=case).open().order_by("pk").first()
        plans.add_action(
            goal=goal,
            by=by,
            what="Työterveyslääkärin lausunto",
            owner=doctor.user,
            due_on=world.today - timedelta(days=3),
            follow_up_on=world.today + timedelta(days=4),
        )
        call(
            world,
            fresh(case),
            by,
            days=0,
            at="09:00",
            kind="work_meeting",
            purpose="Työaika ja tehtävät ensi keväänä.",
            people=(doctor,),
            minutes=45,
            video_url="https://video.example.org/oskari",
            tried_solutions="Työaikaa on lyhennetty ja nostot jätetty pois. Iltavuorot väsyttävät yhä.",
        )


def _mikko(world: World, katri: Member) -> None:
    """An escorted hand-over to Petra: both have said yes, and they meet today."""
    case = _person(
        world, katri, "Mikko", "Haapala", "services", age=33, step=0, says="Saattaen vaihtaen Petra Nygårdille", last=-6
    )
    petra = world.members["petra.nygard"]
    propose_handover(world, case, katri, petra, days_ago=5, why="Mikko muutti Pietarsaareen. Petra on siellä lähellä.")
    with world.at(world.day(-2), petra.actor, 10) as by:
        proposal = ResponsibleProposal.objects.get(case=case, settled_at__isnull=True)
        responsibility.answer_as_worker(proposal=proposal, by=by, answer="yes")
    with world.at(world.day(-1), katri.as_role("responsible_worker"), 14) as by:
        proposal = ResponsibleProposal.objects.get(case=case, settled_at__isnull=True)
        responsibility.answer_of_client(proposal=proposal, by=by, answer="yes", words="Hyvä, jos Petra on lähempänä.")
        call(
            world,
            fresh(case),
            by,
            days=0,
            at="14:00",
            kind="other_meeting",
            minutes=30,
            place="Huone 214",
            purpose="Saattaen vaihtaen: tavataan kaikki kolme.",
        )


# Two more accounts ----------------------------------------------------------------------------------------------------


def _tuula(world: World) -> None:
    """Her life, and what she keeps on her own pages."""
    tuula = Tuula(world)
    tuula.live()
    pages.keeps(world, tuula.case, "tuula")


def _camilla(world: World) -> None:
    case = _person(
        world, world.members["petra.nygard"], "Camilla", "Granholm-Sten", "services", age=38, language="sv", began=-210
    )
    give_account(world, case, "camilla", "Camilla Granholm-Sten", "sv")


def _grace(world: World) -> None:
    lead = world.members["mohamed.warsame"]
    case = _person(world, lead, "Grace", "Okonmola", "services", age=34, language="en", began=-240, meets=6)
    give_account(world, case, "grace", "Grace Okonmola", "en")


STORIES: dict[str, Callable[[World], None]] = {
    "tuula": _tuula,
    "katris_day": katris_day,
    "team_day": team_day,
    "camilla": _camilla,
    "grace": _grace,
}
