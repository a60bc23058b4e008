"""Taking a copy of one's own data: made at once, and told in the log of the person."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.eventlog.record import record
from rinnalla.lib.errors import Refused
from rinnalla.people.models import Person
from rinnalla.plans.papers import in_clients_language
from rinnalla.retention.copy.gathering import Everything, everything

PDF, JSON = "pdf", "json"


@transaction.atomic
def take_copy(*, person: Person, by: Actor, form: str) -> Everything:
    """Everything the register holds of the client, for a paper or a program (EU 2016/679 art. 15 and 20).

    Raises Refused for anybody else's: a copy is one's own.
    """
    if not by.is_client or by.person_id != person.pk:
        raise Refused(_("Voit ottaa kopion vain omista tiedoistasi."))
    with in_clients_language(person):
        found = everything(person, by)
    details: dict[str, Any] = {"form": form, "rows": sum(len(part.rows) for part in found.parts)}
    stream = ("person", person.pk)
    record("retention.copy_made", by=by, stream=stream, obj=stream, person_id=person.pk, **details)
    return found
