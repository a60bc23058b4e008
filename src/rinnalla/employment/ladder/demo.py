"""This room's part of the invented world: where people stood when they came, and how they came closer to work."""

import random

from rinnalla.access.actor import Actor
from rinnalla.cases.models import Case
from rinnalla.employment.ladder import actions
from rinnalla.employment.ladder.reading import proposal_of, standing_of
from rinnalla.lib import dates

LOWEST = "outside"


def stand(case: Case, by: Actor, rng: random.Random) -> None:
    """The first record: most people are outside the labour market, some are in services already."""
    step = LOWEST if rng.random() < 0.8 else "in_services"
    actions.move(case=case, by=by, from_step="", to_step=step, on=dates.today(), ground="first_look")


def follow(case: Case, by: Actor) -> None:
    """Take what the other records propose, as a worker who agrees would."""
    standing = standing_of(case)
    proposal = proposal_of(case, standing, by.field_groups(), jobs=True)
    if standing is None or proposal is None or proposal.step == standing.to_step:
        return
    actions.move(
        case=case, by=by, from_step=standing.to_step, to_step=proposal.step, ground=proposal.ground,
        on=max(proposal.on, standing.on),
    )


def fall_back(case: Case, by: Actor) -> None:
    """Life changed, and the client stands a step lower for now."""
    standing = standing_of(case)
    if standing and standing.to_step not in ("", LOWEST):
        actions.move(
            case=case, by=by, from_step=standing.to_step, to_step=LOWEST, on=dates.today(), ground="situation_changed",
            words="Voimat eivät riittäneet, tauko sovittiin yhdessä.",
        )
