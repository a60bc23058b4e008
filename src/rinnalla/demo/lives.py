"""One client's time with the service: from the first sign as far as it went.

A `Path` says how far somebody has come and what waits on the day page; `live` makes it so.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from rinnalla.access.actor import Actor
from rinnalla.access.models import Depth
from rinnalla.cases import actions as cases
from rinnalla.cases import closing, responsibility
from rinnalla.cases.consents import actions as consents
from rinnalla.cases.models import STAGES, Case, ResponsibleProposal
from rinnalla.cases.models_team import Agreement
from rinnalla.demo import arrivals, deeds, helping, walking, words
from rinnalla.demo.names import Invented
from rinnalla.demo.world import BASICS, EMPLOYMENT, HEALTH, LIVELIHOOD, SOCIAL, Member, World, fresh
from rinnalla.lib import dates
from rinnalla.plans.models import Plan

NO_POWER = "none"
PHONE = "06 218 4400"


@dataclass(frozen=True)
class Path:
    """How far one person has come. Days are counted from today: past ones negative.

    `began` is the day of the first contact. `proposed` leaves the naming open (`worker` or `client` has not answered);
    `closed` ends it. `step` and `review` are when the next step and the review fall, `last` the last contact.
    """

    began: int
    stage: str
    lead: Member
    arranger: Member
    person: Invented
    easy: bool = False
    named: bool = True
    proposed: str = ""
    naming_due: int | None = None
    step: int = 14
    review: int = 60
    last: int = -10
    late: bool = False
    closed: int | None = None
    returned: int | None = None
    says: str = ""
    meets: int | None = None
    handover_to: Member | None = None


@dataclass
class Life:
    """A life being lived: the world, its path, the case and the day. `pace` stretches a long one over its time."""

    world: World
    path: Path
    voice: words.Voice
    day: date
    case: Case
    by: Actor
    plan: Plan | None = None
    pace: float = 1.0

    def __post_init__(self) -> None:
        usual = {"follow_up": 150, "services": 120, "mapping": 60}.get(self.path.stage, 25)
        self.pace = min(max((self.end - self.day).days / usual, 0.2), 4.0)

    @property
    def end(self) -> date:
        """The last day of which there is something to tell."""
        return self.world.day(self.path.closed if self.path.closed is not None else self.path.last)

    def on(self, days: int, at_most: date | None = None) -> date:
        """Go forward some days at the life's own pace, never past the last day."""
        return self.soon(round(days * self.pace), at_most)

    def soon(self, days: int, at_most: date | None = None) -> date:
        """Go forward some days, however long the life; never past the last day."""
        last = max(at_most or self.end, self.day)
        self.day = min(self.day + timedelta(days=days), last)
        while not dates.is_working_day(self.day) and self.day < last:
            self.day += timedelta(days=1)
        return self.day

    def acting(self, hour: int = 10, day: date | None = None):
        return self.world.at(day or self.day, self.by, hour)


def live(world: World, path: Path) -> Case:
    """Make the whole life of one client. Returns the case (of a returned client, the new one)."""
    voice = words.voice_of(path.person.language, easy=path.easy)
    begin = arrivals.arrive_and_be_taken if path.stage != "identification" else arrivals.call_in
    case, day = begin(world, path, voice)
    life = Life(world, path, voice, day, case, path.arranger.as_role("coordinator"))
    if not path.named:
        _ask_for_worker(life)
        return life.case
    agree_on_worker(life)
    if path.stage != "identification":
        _walk(life)
    if path.closed is not None:
        close(life)
        return _return(life) if path.returned is not None else life.case
    _what_is_next(life)
    if path.meets is not None:
        helping.meet_ahead(life, path.meets)
    if path.stage in ("mapping", "services", "follow_up"):
        helping.lives_on(life)
    if path.handover_to:
        propose_handover(life.world, life.case, life.path.lead, path.handover_to)
    return life.case


def _ask_for_worker(life: Life) -> None:
    """The arranger has a proposal open, or nobody has been asked yet."""
    if not life.path.proposed:
        return
    with life.acting(day=life.soon(2, life.world.today)):
        proposal = _propose(life)
        if life.path.proposed == "worker":
            responsibility.answer_of_client(proposal=proposal, by=life.by, answer="yes", words="Sopii minulle.")
    if life.path.proposed == "client":
        lead = life.path.lead.as_role("responsible_worker", "coordinator")
        with life.world.at(life.soon(1, life.world.today), lead, 13):
            responsibility.answer_as_worker(
                proposal=ResponsibleProposal.objects.get(pk=proposal.pk), by=lead, answer="yes"
            )


def _propose(life: Life) -> ResponsibleProposal:
    lead = life.path.lead
    return responsibility.propose(
        case=life.case,
        worker=lead.user,
        unit=lead.unit,
        decision_power=NO_POWER,
        by=life.by,
        ground=life.world.ground(lead),
        answer_due_on=life.day + timedelta(days=7),
    )


def agree_on_worker(life: Life) -> None:
    """Asked, the client says yes, the worker says yes: from then on the lead acts."""
    with life.acting(day=life.soon(life.world.rng.randrange(3, 12))):
        proposal = _propose(life)
        responsibility.answer_of_client(proposal=proposal, by=life.by, answer="yes")
    life.by = life.path.lead.as_role("responsible_worker", "coordinator", "social_worker")
    with life.acting(hour=14):
        proposal = ResponsibleProposal.objects.get(pk=proposal.pk)
        responsibility.answer_as_worker(proposal=proposal, by=life.by, answer="yes")
        life.case = fresh(life.case)


def _walk(life: Life) -> None:
    """Through the stages up to the path's own, with what belongs to each."""
    rng, reached = life.world.rng, STAGES.index(life.path.stage)
    deeds.first_talk(life)
    deeds.interview(life, signed=reached >= STAGES.index("mapping") or rng.random() < 0.5)
    walking.stands(life)
    if reached >= STAGES.index("mapping"):
        _gather_team(life)
        _to_stage(life, "mapping")
        deeds.keep_in_touch(life, rng.randrange(1, 3))
    if reached >= STAGES.index("services") or rng.random() < 0.4:
        deeds.plan(life)
    if reached >= STAGES.index("services"):
        _to_stage(life, "services")
        helping.services_of(life)
        walking.moves(life)
        helping.meet(life)
        deeds.keep_in_touch(life, rng.randrange(2, 5))
        deeds.review_plan(life)
    if reached >= STAGES.index("follow_up"):
        _to_stage(life, "follow_up")
        deeds.keep_in_touch(life, rng.randrange(1, 3))
    if reached >= STAGES.index("mapping"):
        walking.path_of(life)
    deeds.last_contact(life)


def _to_stage(life: Life, stage: str) -> None:
    with life.acting(day=life.on(life.world.rng.randrange(6, 25))):
        case = life.case
        if case.stage != stage:
            cases.move_stage(case=case, version=case.version, by=life.by, stage=stage)


def _gather_team(life: Life) -> None:
    """A few professionals around the client: on a statute, or with the client's consent."""
    rng, world = life.world.rng, life.world
    with life.acting(day=life.on(rng.randrange(4, 14))):
        join(life, world.one("job_coach"), "Työhönvalmentaja", (BASICS, EMPLOYMENT))
        if rng.random() < 0.6:
            join(life, world.one("employment_expert"), "Työllisyysasiantuntija", (BASICS, EMPLOYMENT, LIVELIHOOD))
        if rng.random() < 0.5:
            join(life, world.one("kela_expert"), "Työkykyneuvoja", (BASICS, LIVELIHOOD), depth=Depth.BASICS)
        if rng.random() < 0.4:
            join(life, world.one("social_worker"), "Sosiaalityöntekijä", (BASICS, SOCIAL, LIVELIHOOD))
        if rng.random() < 0.3:
            join(life, world.one("nurse", "doctor"), "Terveydenhuolto", (BASICS, HEALTH))


def join(life: Life, member: Member, task: str, groups: tuple[str, ...], *, depth: Depth = Depth.WORKS) -> None:
    """Take somebody into the team; where no statute says so, the client's consent is recorded first."""
    case = life.case
    if case.team.filter(user=member.user, left_at__isnull=True).exists():
        return
    ground, consent = life.world.ground(member, case), None
    if ground == "consent":
        consent = consents.give_consent(
            case=case, organisation=member.unit.organisation, groups=groups, by=life.by, given_on=dates.today(),
            mode="written",
        )
    cases.join_team(
        case=case,
        user=member.user,
        unit=member.unit,
        task=task,
        by=life.by,
        ground=ground,
        depth=depth,
        groups=groups,
        consent=consent,
    )


def _what_is_next(life: Life) -> None:
    """The next step and the review, as the path says they fall on the day page."""
    world, path = life.world, life.path
    with life.acting(hour=15):
        case = life.case
        cases.set_step(
            case=case,
            version=case.version,
            by=life.by,
            next_step=path.says or world.rng.choice(words.STEPS[path.stage]),
            next_step_on=world.today + timedelta(days=path.step),
            review_on=world.today + timedelta(days=path.review),
        )


def close(life: Life) -> None:
    rng = life.world.rng
    kind, solved, stays, own = rng.choice(words.SOLUTIONS)
    with life.acting(day=life.end, hour=13):
        case = life.case
        for body in closing.remaining(case):
            closing.hand_over(
                case=case, organisation=body.organisation, by=life.by,
                agreement=Agreement.STATUTE if body.by_law else Agreement.CONSENT,
                what=rng.choice(words.GOES_ON), contact_person=body.people[0] if body.people else "Asiakasneuvonta",
                contact=PHONE,
            )  # fmt: skip
        closing.close_case(
            case=case,
            version=case.version,
            by=life.by,
            solution_kind=kind,
            solved=solved,
            stays_open=stays,
            client_words=own,
        )


def _return(life: Life) -> Case:
    """The client came back, and the same worker takes the matter up again."""
    world, path = life.world, life.path
    life.day = world.day(path.returned or -5)
    with life.acting(hour=11):
        case = cases.return_case(
            case=life.case,
            by=life.by,
            naming_due_on=life.day + timedelta(days=21),
            wish=world.rng.choice(life.voice.wishes),
        )
        proposal = responsibility.propose(
            case=case,
            worker=path.lead.user,
            unit=path.lead.unit,
            decision_power=NO_POWER,
            by=life.by,
            ground=world.ground(path.lead),
            answer_due_on=life.day + timedelta(days=7),
        )
        responsibility.answer_as_worker(proposal=proposal, by=life.by, answer="yes")
        responsibility.answer_of_client(
            proposal=proposal, by=life.by, answer="yes", words="Hyvä, että sinä olet vielä täällä."
        )
        life.case = fresh(case)
    deeds.first_talk(life)
    _what_is_next(life)
    return life.case


def propose_handover(world: World, case: Case, old: Member, new: Member, *, days_ago: int = 2, why: str = "") -> None:
    """An escorted hand-over waits for the new worker's answer."""
    by = old.as_role("responsible_worker", "coordinator", "social_worker")
    with world.at(world.day(-days_ago), by, 15):
        responsibility.propose(
            case=fresh(case),
            worker=new.user,
            unit=new.unit,
            decision_power=NO_POWER,
            by=by,
            ground=world.ground(new),
            answer_due_on=world.today + timedelta(days=world.rng.randrange(2, 6)),
            reason=why or world.rng.choice(words.HANDOVER_WHY),
            stays_beside_until=world.today + timedelta(days=28),
        )
