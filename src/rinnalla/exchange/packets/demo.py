"""Packets of the demo world."""

from rinnalla.access.actor import Actor
from rinnalla.cases.models import Case
from rinnalla.exchange.packets.actions import give_packet
from rinnalla.exchange.packets.content import compose
from rinnalla.organisations.models import Organisation


def give(case: Case, organisation: Organisation, by: Actor, *, aim: str, receiver: str) -> None:
    """The plan and the services, to an organisation that has a ground for them, as by somebody who looked first."""
    sections, groups = ["person", "plan", "services"], by.field_groups()
    content = compose(case, organisation, sections, groups)
    give_packet(
        case=case, organisation=organisation, aim=aim, sections=sections, groups=groups, digest=content.digest,
        channel="secure_mail", receiver=receiver, by=by,
    )
