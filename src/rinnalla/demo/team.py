"""How a team shares its work in the invented world: weights, an absence with its deputy, a shared filter, cases that
have changed hands, and what coordinators ask each other."""

from datetime import timedelta
from random import Random

from rinnalla.access import deputies
from rinnalla.access.models import Membership
from rinnalla.cases import loads, responsibility
from rinnalla.cases.models import Case, ResponsibleProposal
from rinnalla.demo import words
from rinnalla.demo.world import Member, World, fresh
from rinnalla.desk import savedfilters
from rinnalla.lib import dates
from rinnalla.referrals import peers

WEIGHED, AWAY_DAYS = 15, 9
LEADING = ("responsible_worker", "coordinator", "social_worker")
MOVED_DAYS, MOVED_EACH, BESIDE_DAYS = 34, 2, 54
OPEN_DOOR = (
    "Kotiin jäänyt nuori, jota kukaan ei tavoita",
    "Nuori aikuinen ei ole vastannut kahteen kuukauteen. Miten te olette saaneet yhteyden painostamatta?",
    "Meillä auttoi kortti, jossa oli kuva tapaamispaikasta ja lupaus, ettei tarvitse puhua mitään. "
    "Kolmannella kerralla hän tuli.",
    "Kokeilemme korttia ja lyhyttä tapaamista ulkona.",
)
MANY_PLANS = (
    "Kolme suunnitelmaa, yksi väsynyt ihminen",
    "Asiakkaalla on suunnitelma kolmessa talossa, ja hän on uupunut niihin. "
    "Kuka teillä kutsuu kaikki saman pöydän ääreen?",
)
DEVELOPING = (
    ("Yhteinen tunti Kelan ja työllisyyspalvelujen kanssa joka toinen viikko", 40),
    ("Lyhyt ohje: milloin lääkäri kutsutaan tiimiin", 21),
)


def share_work(world: World, *, but: str = "") -> None:
    """Weigh the cases of those who answer for clients, and let one of them be away with a deputy; not `but`."""
    _change_hands(world, but)
    rng = Random(f"team:{world.region.key}")  # noqa: S311  # a world of its own numbers: the rest stays as it was
    for lead in world.leads:
        _weigh(world, lead, rng)
    leader = next(iter(world.triagers), None)
    if leader is None:
        return
    _develop(world, leader)
    _think_together(world)
    _absence(world, but)


def _weigh(world: World, lead: Member, rng: Random) -> None:
    by = lead.as_role(*LEADING)
    with world.at(world.today, by, 8):
        for case in Case.objects.visible_to(by).led_by(by).order_by("pk")[:WEIGHED]:
            weight = rng.choices(("light", "normal", "heavy"), (3, 5, 2))[0]
            if weight != case.weight:
                loads.weigh(case=case, version=case.version, weight=weight, by=by)


def _develop(world: World, leader: Member) -> None:
    by = leader.as_role("coordinator")
    with world.at(world.day(-6), by, 14):
        for what, days in DEVELOPING:
            loads.add_development(
                unit=leader.unit, what=what, owner=leader.user, due_on=world.today + timedelta(days=days), by=by
            )
        asked = {"whose": "all", "state": "open", "late": "1"}
        savedfilters.keep_filter(name="Tiimissä myöhässä", asked=asked, shared=True, by=by)


def _change_hands(world: World, but: str) -> None:
    """Some clients have had another worker before: escorted, met together, and not a day without anybody (L-44)."""
    free = [one for one in world.leads if one.user.username != but]
    for old in free:
        new = next((one for one in free if one.user.pk != old.user.pk and _same_house(one, old)), None)
        if new is None:
            continue
        by = old.as_role(*LEADING)
        with world.at(world.day(-MOVED_DAYS), by, 13):
            waiting = ResponsibleProposal.objects.filter(settled_at__isnull=True).values("case_id")
            rows = Case.objects.visible_to(by).led_by(by).filter(responsible_since__lt=dates.now())
            found = list(rows.exclude(pk__in=waiting).order_by("pk")[:MOVED_EACH])
        for case in found:
            hand_over(world, case, old, new)


def _same_house(one: Member, other: Member) -> bool:
    return one.unit.organisation_id == other.unit.organisation_id


def hand_over(world: World, case: Case, old: Member, new: Member, days_ago: int = MOVED_DAYS) -> None:
    """An escorted hand-over that was finished: asked, met together, and the earlier worker beside for some weeks."""
    began = world.day(-days_ago)
    with world.at(began, old.as_role(*LEADING), 14) as by:
        proposal = responsibility.propose(
            case=fresh(case), worker=new.user, unit=new.unit, decision_power="none", by=by, ground=world.ground(new),
            answer_due_on=began + timedelta(days=7), reason=words.HANDOVER_WHY[0],
            stays_beside_until=began + timedelta(days=BESIDE_DAYS),
        )
        responsibility.answer_of_client(proposal=proposal, by=by, answer="yes", words="Sopii, kun tavattiin ensin.")
    with world.at(world.day(-days_ago + 2), new.as_role(*LEADING), 9) as by:
        found = ResponsibleProposal.objects.select_related("case").get(pk=proposal.pk)
        responsibility.answer_as_worker(proposal=found, by=by, answer="yes")
        responsibility.note_joint_meeting(proposal=found, by=by, on=world.day(-days_ago + 2))


def _think_together(world: World) -> None:
    """Two discussions between coordinators, nothing in them of whom: one has ended, one waits for answers (L-33)."""
    people = [one for one in world.members.values() if "coordinator" in one.actors]
    if not people:
        return
    asker, other = people[0], people[-1]
    with world.at(world.day(-9), asker.as_role("coordinator"), 15) as by:
        question = peers.ask_peers(by=by, subject=OPEN_DOOR[0], question=OPEN_DOOR[1], checked=True)
    if other.user.pk != asker.user.pk:
        with world.at(world.day(-7), other.as_role("coordinator"), 9) as by:
            peers.answer_peers(question=question, by=by, text=OPEN_DOOR[2], checked=True)
        with world.at(world.day(-2), other.as_role("coordinator"), 15) as by:
            peers.ask_peers(by=by, subject=MANY_PLANS[0], question=MANY_PLANS[1], checked=True)
    with world.at(world.day(-3), asker.as_role("coordinator"), 14) as by:
        peers.close_peers(question=question, by=by, learnt=OPEN_DOOR[3], checked=True)


def _absence(world: World, but: str) -> None:
    """The first who can leave their cases to a colleague of the same organisation."""
    for absent in world.leads:
        role = next(iter(absent.actors))
        place = Membership.objects.select_related("user", "unit__organisation").get(
            user=absent.user, unit=absent.unit, role=role
        )
        for deputy in world.leads:
            near = deputy.unit.organisation_id == absent.unit.organisation_id and deputy.user != absent.user
            if absent.user.username != but and near and any(deputies.may_deputise(place, one) for one in deputy.actors):
                by = absent.actors[role]
                with world.at(world.day(-1), by, 15):
                    deputies.set_absence(
                        membership=place, deputy=deputy.user, starts_on=world.today,
                        ends_on=world.today + timedelta(days=AWAY_DAYS), by=by,
                    )  # fmt: skip
                return
