"""Recording, renewing and ending agreements, by those who may; telling before one ends."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rinnalla import outbox
from rinnalla.access.actor import Actor
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.network.agreements import reach
from rinnalla.organisations import agreements
from rinnalla.organisations.agreements import Signed
from rinnalla.organisations.models import Organisation, OrganisationAgreement

TELL = "network.tell_of_ending"


@transaction.atomic
def record_agreement(
    *,
    organisation: Organisation,
    by: Actor,
    signed: Signed,
    valid_from: date,
    valid_to: date | None = None,
    renews: OrganisationAgreement | None = None,
    key: UUID | None = None,
) -> OrganisationAgreement:
    """Record what an organisation has signed. From its first day on the organisation's people open client data.
    Raises Refused: not whoever takes care of the region, and as `organisations.agreements.record_agreement`."""
    if not reach.may_record(by, organisation):
        raise Refused(_("Sopimuksen kirjaa alueen järjestelmän ylläpitäjä, ei organisaatio itse."))
    if renews and not renews.allows("renew"):
        raise Refused(_("Tämä sopimus ei ole vielä alkanut. Jatkoa ei kirjata sille."))
    return agreements.record_agreement(
        by=by,
        organisation=organisation,
        signed=signed,
        valid_from=valid_from,
        valid_to=valid_to,
        renews=renews,
        key=key,
    )


@transaction.atomic
def end_agreement(*, agreement: OrganisationAgreement, by: Actor, reason: str) -> None:
    """End an agreement before its time; it bites at once. Whoever may go on without it is told. Raises Refused."""
    if not reach.may_end(by, agreement.organisation):
        raise Refused(_("Sopimuksen päättää organisaation pääkäyttäjä tai alueen järjestelmän ylläpitäjä."))
    agreements.end_agreement(by=by, agreement=agreement, reason=reason)
    _tell(agreement, by)


@transaction.atomic
def remind(*, by: Actor, on: date | None = None) -> int:
    """Tell of every agreement that ends soon and goes on nowhere, each once. Returns how many."""
    found = list(reach.ending(on or dates.today()).filter(reminded_on__isnull=True).select_for_update(of=("self",)))
    agreements.note_reminded(by=by, agreements=found)
    for one in found:
        _tell(one, by)
    return len(found)


def _tell(agreement: OrganisationAgreement, by: Actor) -> None:
    for user in reach.told(agreement.organisation):
        if user.pk != by.user_id:
            outbox.promise(TELL, user.pk, by=by)
