"""What the tests of purchased services share: a buyer, two providers with their people, a contract, clients."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from types import SimpleNamespace

from psycopg.types.range import Range

from rinnalla.access.acting import acting, system
from rinnalla.access.actions import add_user, give_membership
from rinnalla.access.models import User
from rinnalla.cases import actions as cases
from rinnalla.cases.models import Case
from rinnalla.catalogue.models import ServiceCard
from rinnalla.catalogue.tests.cards import offer_everything
from rinnalla.lib import dates
from rinnalla.network.purchased import actions, actions_clients
from rinnalla.network.purchased.actions import Terms
from rinnalla.network.purchased.models import Contract
from rinnalla.network.purchased.models_clients import Placement
from rinnalla.organisations.models import Organisation, OrganisationAgreement, Unit
from rinnalla.services.models import ServiceEpisode
from rinnalla.testing import as_actor

CRITERIA = ["Työkyky on selvästi alentunut", "Työttömyys on jatkunut yli kaksi vuotta"]
STATUTE = "l381_15"


@dataclass
class Bought:
    """The small world of a purchase. `boss` signs and Timo works for the buyer; `saija` and `muu` give."""

    cast: SimpleNamespace
    cards: dict[str, ServiceCard]
    boss: User
    saija: User
    muu: User
    unit: Unit
    other_unit: Unit
    made: list[Case] = field(default_factory=list)

    def actor(self, user: User):
        return self.cast.actor(user.username)

    def sign(self, card: str = "job_coaching_other", unit: Unit | None = None, **terms) -> Contract:
        """A contract from the first day of last year to the end of the next."""
        today = dates.today()
        boss = self.actor(self.boss)
        values = {"name": "TäsmäJelppi", "category": "coaching", "target_group": "Osatyökykyiset",
                  "facts": ("name", "phone", "jobseeker"), **terms}  # fmt: skip
        with as_actor(boss):
            return actions.sign_contract(
                by=boss, terms=Terms(**values), unit=unit or self.unit, cards=[self.cards[card]],
                from_on=date(today.year - 1, 1, 1), to_on=date(today.year + 1, 12, 31),
            )

    def place(self, contract: Contract, case: Case, **more) -> Placement:
        """The client's service, begun a month ago, is given by the contract; Katri places."""
        katri = self.cast.a_katri
        card = contract.services.get().card
        with as_actor(katri):
            episode = ServiceEpisode.objects.create(
                case=case, card=card, organiser_name="Tuottaja", started_on=dates.today() - timedelta(days=30)
            )
            return actions_clients.place(
                episode=episode, contract=contract, by=katri, **{"target_group": True, **more}
            )

    def let_timo_in(self, case: Case) -> None:
        """The buyer's own worker works in the case."""
        from rinnalla.access import grants
        from rinnalla.access.models import Depth

        katri = self.cast.a_katri
        with as_actor(katri):
            grants.give(
                case_id=case.pk, to=self.cast.timo, depth=Depth.WORKS, ground=STATUTE,
                purpose="work_ability_support", why="bonus", by=katri, at=self.cast.jobs,
            )

    def client(self, number: int) -> Case:
        """A client of Katri's."""
        katri = self.cast.a_katri
        with as_actor(katri):
            return cases.open_case(
                by=katri, region=self.cast.region, holder_unit=self.cast.team, arranger=self.cast.katri,
                ground=STATUTE, naming_due_on=dates.today() + timedelta(days=14),
                new_person={"given_names": f"Asiakas {number}", "family_name": "Lehto"},
            )


def bought(cast: SimpleNamespace) -> Bought:
    """Koivula's employment services buy of two providers."""
    cards = offer_everything(cast.region, cast.jobs)
    by = system("cast")
    with acting(by):
        unit, other = (_provider(cast, key, name) for key, name in (("polku", "Polku Oy"), ("toinen", "Toinen Oy")))
        boss = _staff(by, "pomo", "Pirkko Pomo", cast.jobs, "manager")
        saija = _staff(by, "saija", "Saija Tuottaja", unit, "provider_worker")
        muu = _staff(by, "muu", "Muu Tuottaja", other, "provider_worker")
    return Bought(cast, cards, boss, saija, muu, unit, other)


def _provider(cast: SimpleNamespace, key: str, name: str) -> Unit:
    names = {"fi": name, "sv": name, "en": name}
    body = Organisation.objects.create(region=cast.region, key=key, kind="provider", names=names)
    OrganisationAgreement.objects.create(
        organisation=body, valid=Range(dates.today().replace(year=2020, day=1), None), reference="osto-1"
    )
    return Unit.objects.create(organisation=body, key=key, names=names, phone="06 218 4477")


def _staff(by, username: str, name: str, unit: Unit, role: str) -> User:
    user = add_user(by=by, username=username, name=name, email=f"{username}@example.org", phone="06 218 4477")
    give_membership(by=by, user=user, unit=unit, role=role, starts_on=dates.today().replace(year=2024, day=1))
    return user
