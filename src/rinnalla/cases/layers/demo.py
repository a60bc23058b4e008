"""This room's part of the invented world: a hard question asked of the next layer, and the network's advice."""

from datetime import timedelta

from rinnalla.access.actor import Actor
from rinnalla.access.models import Membership
from rinnalla.cases.grounds import statute_for
from rinnalla.cases.layers import actions
from rinnalla.cases.layers.models import Escalation, NetworkMatter
from rinnalla.cases.layers.reading import layers_of, members_of, networks_of, unit_of
from rinnalla.cases.models import Case
from rinnalla.lib import dates

REASON = "Kivun ja jaksamisen yhteyttä ei ole saatu selvitettyä paikallisesti."
QUESTION = "Mitä kuntoutusta kannattaisi kokeilla, ennen kuin työkokeilu alkaa?"
ANSWER = (
    "Ehdotamme lyhyttä kivunhallinnan jaksoa ja sen jälkeen osa-aikaista työkokeilua. Jatkakaa te, autamme taustalla."
)
MATTER = "Asiakas haluaa kotoa ulos, mutta ryhmät ovat kaukana. Mitä lähellä on tarjolla?"
ADVICE = "Meillä alkaa lähellä vertaisryhmä. Yksi paikka on vapaana, ja kyyti järjestyy."


def ask(case: Case, by: Actor, groups: tuple[str, ...] = ("health",)) -> Escalation | None:
    """Take the case to the highest layer that has another unit than the asker's; None where there is none."""
    for layer in reversed(layers_of(case)):
        unit = unit_of(case, layer)
        if unit and unit.pk != by.unit_id and layer.level > case.support_level and statute_for(case, unit.organisation):
            return actions.move_layer(
                case=case, by=by, from_level=case.support_level, to_level=layer.level, reason=REASON, question=QUESTION,
                groups=[one for one in groups if one in by.field_groups()],
                answer_due_on=dates.today() + timedelta(days=10),
            )  # fmt: skip
    return None


def reply(escalation: Escalation, by: Actor) -> None:
    """The asked unit answers."""
    actions.answer(escalation=escalation, by=by, text=ANSWER, group="basics")


def bring(case: Case, by: Actor) -> tuple[NetworkMatter, Membership] | None:
    """Bring the case to the team's network and invite one member whose body the law lets see; None without one."""
    for network in networks_of(case):
        able = [one for one in members_of(case, network) if statute_for(case, one.unit.organisation)]
        able = [one for one in able if one.unit.organisation_id != by.organisation_id]
        if able:
            matter = actions.bring_to_network(
                case=case, by=by, network=network.key, question=MATTER, groups=[], invited=able[:1]
            )
            return matter, able[0]
    return None


def advise(matter: NetworkMatter, by: Actor) -> None:
    """The invited member's advice."""
    actions.advise(invitation=matter.invitations.select_related("case").get(user_id=by.user_id), by=by, text=ADVICE)
