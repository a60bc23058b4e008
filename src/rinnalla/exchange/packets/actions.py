"""Giving a packet: what was previewed goes, its line is written, and nothing else."""

import json
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.cases import grounds
from rinnalla.cases.actions import locked
from rinnalla.cases.disclosures.actions import note_given
from rinnalla.cases.disclosures.models import Disclosure
from rinnalla.cases.models import Case
from rinnalla.exchange.packets.content import compose
from rinnalla.exchange.packets.models import PACKET, GivenPacket
from rinnalla.lib.errors import Refused
from rinnalla.lib.sealed import seal_text
from rinnalla.organisations.models import Organisation
from rinnalla.servicemodels import codes


@transaction.atomic
def give_packet(
    *, case: Case, organisation: Organisation, aim: str, sections: Iterable[str], groups: Iterable[str], digest: str,
    channel: str, by: Actor, receiver: str = "", key: UUID | None = None,
) -> Disclosure:
    """Give what the preview showed (`digest`) to an organisation. `groups` are those the giver may see.

    Raises Refused without a ground, when nothing may go, and when what would go is not what was shown.
    """
    if key and (earlier := Disclosure.objects.filter(form_key=key, case=case).first()):
        return earlier
    case = locked(case.pk)
    grounds.require_a_ground(case, organisation, "organisation")
    content = compose(case, organisation, sections, groups, lock=True)
    if not content.sections:
        text = _("%(body)s ei saa näistä mitään: laki tai asiakkaan lupa ei avaa niitä sille.")
        raise Refused(text % {"body": organisation.name}, field="organisation")
    if content.digest != digest:
        text = _("Tiedot tai luvat muuttuivat esikatselun jälkeen. Katso alta, mitä nyt lähtee, ja anna sitten.")
        raise Refused(text)
    if codes.code("disclosure_channels", channel) is None:
        raise Refused(_("Valitse, miten paketti toimitetaan."), field="channel")
    row = note_given(
        case=case, organisation=organisation, sections=[one.key for one in content.sections], groups=content.groups,
        health_kinds=content.kinds, aim=aim, statute=content.leave.statute if content.by_law else "",
        consent=content.leave.consent if content.with_consent else None, by=by, receiver=receiver, channel=channel,
        key=key,
    )
    sealed = seal_text(json.dumps(content.data(), ensure_ascii=False), purpose=PACKET, bound_to=str(row.uuid))
    GivenPacket.objects.create(case=case, disclosure=row, digest=content.digest, sealed=sealed)
    return row
