"""This room's part of the invented world: an agreement that came before, three letters of intent; a year of learning,
materials and communications."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db.models import Count

from rinnalla.access.acting import acting
from rinnalla.access.actor import Actor
from rinnalla.access.permissions import Permission
from rinnalla.employers.models import Employer
from rinnalla.lib import dates
from rinnalla.network.agreements.actions import record_agreement
from rinnalla.network.communications.demo import tell
from rinnalla.network.learning.demo import learn
from rinnalla.network.letters import actions
from rinnalla.network.letters.actions import Promised
from rinnalla.network.materials.demo import fill_bank
from rinnalla.organisations.agreements import Signed
from rinnalla.organisations.models import Organisation, OrganisationAgreement, Region

LETTERS = (
    ("Kierrätyskeskus Kiepula ry", "association", "employ", "Kaksi palkkatukipaikkaa lajittelussa, ohjaaja mukana.", 2),
    ("Kahvila Aamunkajo", "employer", "work_trial", "Keittiössä ja salissa neljä tuntia päivässä.", 3),
    ("Asukasyhdistys Tupa ry", "association", "activity", "Ryhmä kolmena päivänä viikossa.", 6),
)
BEFORE = "Sopimus kokeilun ajalta"


def work_together(region: Region, actors: Iterable[Actor]) -> None:
    """An earlier agreement of one body in its history; letters that stand, wait for a look and have ended."""
    found = list(actors)
    keeper = next((one for one in found if one.role == "coordinator" and one.can(Permission.LETTER_RECORD)), None)
    boss = next((one for one in found if one.can(Permission.AGREEMENT_RECORD)), None)
    if boss is not None:
        _what_came_before(region, boss)
    if keeper is not None:
        _letters(keeper, dates.today())
        _learn_and_tell(keeper, found, dates.today())


def _learn_and_tell(keeper: Actor, found: list[Actor], today: date) -> None:
    """Everybody once, in the first of their roles that has to do with clients."""
    people = {one.user_id: one for one in reversed(found) if one.can(Permission.CASE_LIST)}
    fill_bank(keeper, list(people.values()), today)
    learn(keeper, list(people.values()), today)
    tell(keeper, today)


def _what_came_before(region: Region, boss: Actor) -> None:
    alone = Organisation.objects.filter(region=region).annotate(n=Count("agreements")).filter(n=1)
    first = OrganisationAgreement.objects.filter(organisation__in=alone).order_by("pk").first()
    if first is None:
        return
    day = first.first_day
    signed = Signed(
        kind="cooperation",
        reference=BEFORE,
        signed_on=day - timedelta(days=380),
        concerns="Työkyvyn tuen kokeilu",
        signed_by="Kehittämispäällikkö Pirjo Esimerkki ja toiminnanjohtaja Olli Malli",
        kept_in="Asianhallinta",
    )
    with acting(boss):
        record_agreement(
            organisation=first.organisation,
            by=boss,
            signed=signed,
            valid_from=day - timedelta(days=365),
            valid_to=day - timedelta(days=1),
        )


def _letters(keeper: Actor, today: date) -> None:
    made = []
    for number, (party, kind, takes, what, places) in enumerate(LETTERS):
        began = today - timedelta(days=200 - 40 * number)
        promised = Promised(
            party=party,
            party_kind=kind,
            takes=takes,
            what=what,
            places=places,
            signed_on=began - timedelta(days=9),
            contact_name=("Meri Malli", "Kaija Koe", "Arvo Esimerkki")[number],
            contact_phone=f"040 555 016{number + 1}",
            kept_in="Asianhallinta",
        )
        with dates.clock(_at(began, 10)), acting(keeper):
            made.append(actions.record_letter(
                by=keeper, promised=promised, employer=_registered(keeper, party), from_on=began,
                to_on=began + timedelta(days=330 if number < 2 else 100), follow_up_on=began + timedelta(days=60),
            ))  # fmt: skip
    stands, waits, ended = made
    _looked_at(
        stands, keeper, today - timedelta(days=70), 1, "Yksi on aloittanut ja viihtyy.", today + timedelta(days=24)
    )
    _looked_at(waits, keeper, today - timedelta(days=60), 2, "Kaksi on ollut kokeilussa.", today - timedelta(days=1))
    _looked_at(ended, keeper, today - timedelta(days=50), 5, "Ryhmä on melkein täynnä.", today - timedelta(days=21))
    with dates.clock(_at(today - timedelta(days=20), 14)), acting(keeper):
        actions.end_letter(
            letter=ended, by=keeper, outcome="partly", words="Viisi kuudesta paikasta täyttyi. Jatketaan keväällä."
        )


def _registered(keeper: Actor, name: str) -> Employer | None:
    return Employer.objects.visible_to(keeper).filter(name=name).first()


def _looked_at(letter, by: Actor, on: date, filled: int, words: str, next_on: date) -> None:
    with dates.clock(_at(on, 13)), acting(by):
        actions.follow_up(letter=letter, by=by, on=on, filled=filled, words=words, next_on=next_on)


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), dates.HELSINKI)
