"""The tests' cast: a small named world instead of factories (convention 13 of the models we follow).

Katri is responsible for Tuula; Janne and Timo are in her team; Petra is a colleague with no relation; Outi works for
another organisation, Ritva in another region. `roles` has one user of every role, without any relation.
"""

from types import SimpleNamespace

from psycopg.types.range import Range

from rinnalla.access.acting import acting, staff_actor, system
from rinnalla.access.actions import add_user, give_membership
from rinnalla.access.actor import Actor
from rinnalla.access.models import Depth, Membership, User
from rinnalla.access.roles import ROLES
from rinnalla.assessments.network.actions import go_through
from rinnalla.cases import actions as cases
from rinnalla.cases import responsibility
from rinnalla.cases.consents import actions as consents
from rinnalla.cases.models import Case
from rinnalla.lib import dates, hetu
from rinnalla.organisations.models import Municipality, Organisation, OrganisationAgreement, Region, Unit

PASSWORD = "kulje-rinnalla-2026"  # noqa: S105  # invented people of the tests and the demo
STATUTE = "l381_15"


def build_cast() -> None:
    """Make the small world in an empty database, by the same actions that people use."""
    by = system("cast")
    with acting(by):
        here = _region("koivula", "Koivulan alue", "995")
        there = _region("harju", "Harjun alue", "996")
        county = _organisation(here, "hyvinvointialue", "wellbeing_county", "Koivulan hyvinvointialue")
        team = _unit(county, "tyokykytiimi", "Työkykytiimi", takes_referrals=True)
        team.municipalities.add(here.municipalities.get())
        _unit(county, "neuvonta", "Asiakasneuvonta", takes_referrals=True, default_intake=True)
        authority = _organisation(here, "tyollisyys", "employment_authority", "Koivulan työllisyyspalvelut")
        jobs = _unit(authority, "tyollisyys", "Työllisyyspalvelut", takes_referrals=True)
        askel = _organisation(here, "askel", "association", "Askel ry")
        coaching = _unit(askel, "valmennus", "Työhönvalmennus")
        far = _unit(
            _organisation(there, "hva", "wellbeing_county", "Harjun hyvinvointialue"),
            "tiimi",
            "Harjun tiimi",
            takes_referrals=True,
            default_intake=True,
        )
        for username, name, unit, role in (
            ("katri", "Katri Ylinen", team, "coordinator"),
            ("petra", "Petra Nygård", team, "coordinator"),
            ("laura", "Laura Koski", team, "doctor"),
            ("janne", "Janne Kallio", coaching, "job_coach"),
            ("timo", "Timo Laakso", jobs, "employment_expert"),
            ("outi", "Outi Salmi", jobs, "responsible_worker"),
            ("ritva", "Ritva Harju", far, "coordinator"),
        ):
            _staff(by, username, name, unit, role)
        for role in ROLES:
            _staff(by, f"rooli-{role}", f"Rooli {role}", team, role)
            _staff(by, f"muualta-{role}", f"Muualta {role}", far, role)
    _open_tuulas_case()


def _region(key: str, name: str, code: str) -> Region:
    region = Region.objects.create(
        key=key, names={"fi": name, "sv": name, "en": name}, languages=["fi", "sv"], help_phone="06 218 4400"
    )
    Municipality.objects.create(region=region, code=code, names={"fi": f"{name} kunta", "sv": name})
    return region


def _organisation(region: Region, key: str, kind: str, name: str) -> Organisation:
    organisation = Organisation.objects.create(
        region=region, key=key, kind=kind, names={"fi": name, "sv": name, "en": name}
    )
    OrganisationAgreement.objects.create(
        organisation=organisation, valid=Range(dates.today().replace(year=2020), None), reference="sopimus-1"
    )
    return organisation


def _unit(organisation: Organisation, key: str, name: str, **options: bool) -> Unit:
    return Unit.objects.create(
        organisation=organisation, key=key, names={"fi": name, "sv": name, "en": name}, phone="06 218 4410", **options
    )


def _staff(by: Actor, username: str, name: str, unit: Unit, role: str) -> None:
    user = add_user(by=by, username=username, name=name, email=f"{username}@example.org", phone="06 218 4410")
    give_membership(by=by, user=user, unit=unit, role=role, starts_on=dates.today().replace(year=2024))


def actor_named(username: str) -> Actor:
    """The actor of a user of the cast."""
    membership = Membership.objects.select_related("user", "unit__organisation").get(user__username=username)
    return staff_actor(membership)


def _open_tuulas_case() -> None:
    katri = actor_named("katri")
    user = User.objects.get(username="katri")
    unit = Unit.objects.get(pk=katri.unit_id)
    code = hetu.invent(dates.parse_date("13.4.1979"), 912)
    with acting(katri):
        case = cases.open_case(
            by=katri,
            region=unit.organisation.region,
            holder_unit=unit,
            arranger=user,
            ground=STATUTE,
            naming_due_on=dates.add_weeks(dates.today(), 2),
            wish="Haluan töihin, joissa selkä kestää.",
            motivation=9,
            new_person={
                "given_names": "Tuula",
                "family_name": "Rantanen",
                "hetu": code,
                "phone": "040 555 0147",
                "municipality": unit.organisation.region.municipalities.get(),
            },
        )
        proposal = responsibility.propose(
            case=case,
            worker=user,
            unit=unit,
            decision_power="none",
            by=katri,
            ground=STATUTE,
            answer_due_on=dates.add_weeks(dates.today(), 1),
        )
        responsibility.answer_as_worker(proposal=proposal, by=katri, answer="yes")
        responsibility.answer_of_client(proposal=proposal, by=katri, answer="yes")
        case.refresh_from_db()
        _gather_team(case, katri)
        go_through(case=case, by=katri, nobody=True)
    with acting(system("cast")):
        add_user(by=system("cast"), username="tuula", name="Tuula Rantanen", person_id=case.person_id)


def _gather_team(case: Case, katri: Actor) -> None:
    janne, timo = actor_named("janne"), actor_named("timo")
    coach = User.objects.get(pk=janne.user_id)
    coach_unit = Unit.objects.get(pk=janne.unit_id)
    consent = consents.give_consent(
        case=case,
        organisation=coach_unit.organisation,
        groups=["basics", "employment"],
        mode="written",
        given_on=dates.today(),
        by=katri,
    )
    cases.join_team(
        case=case,
        user=coach,
        unit=coach_unit,
        task="Työhönvalmentaja",
        by=katri,
        ground="consent",
        consent=consent,
        groups=["basics", "employment"],
    )
    cases.join_team(
        case=case,
        user=User.objects.get(pk=timo.user_id),
        unit=Unit.objects.get(pk=timo.unit_id),
        task="Työllisyysasiantuntija",
        by=katri,
        ground=STATUTE,
        depth=Depth.BASICS,
    )


def load_cast() -> SimpleNamespace:
    """The cast from the database: users and `a_…` actors by name, regions, units, Tuula's case."""
    everybody = {user.username: user for user in User.objects.all()}
    names = ("katri", "petra", "laura", "janne", "timo", "outi", "ritva")
    members = Membership.objects.select_related("user", "unit__organisation").filter(user__username__in=names)
    actors = {one.user.username: staff_actor(one) for one in members}
    regions, units = Region.objects.in_bulk(field_name="key"), {one.key: one for one in Unit.objects.all()}
    cast = SimpleNamespace(
        region=regions["koivula"],
        other_region=regions["harju"],
        team=units["tyokykytiimi"],
        jobs=units["tyollisyys"],
        intake=units["neuvonta"],
        coaching=units["valmennus"],
        far=units["tiimi"],
        password=PASSWORD,
        everybody=everybody,
        actor=actor_named,
        roles={role: everybody[f"rooli-{role}"] for role in ROLES},
        tuula=everybody["tuula"],
        a_tuula=Actor(
            kind="client", user_id=everybody["tuula"].pk, person_id=everybody["tuula"].person_id, name="Tuula Rantanen"
        ),
    )
    for name in names:
        setattr(cast, name, everybody[name])
        setattr(cast, f"a_{name}", actors[name])
    with acting(cast.a_katri):
        cast.case = Case.objects.select_related("person", "region", "responsible_worker").get(
            responsible_worker=cast.katri
        )
    return cast
