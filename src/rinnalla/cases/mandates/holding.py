"""For whom an account acts now. Asked at the beginning of each request, before anything else is known."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from rinnalla.access.actor import REPRESENTATIVE, Actor
from rinnalla.access.walls import actor_settings
from rinnalla.cases.mandates.models import GROUNDS, Kind, Mandate
from rinnalla.people.models_representatives import RepresentativeAccount


@dataclass(frozen=True)
class Held:
    """A mandate in force: whose case it opens, in which parts, on which ground."""

    pk: int
    uuid: UUID
    case_id: int
    person_id: int
    parts: tuple[str, ...]
    ground: str


def of_user(user_id: int) -> list[Held] | None:
    """The account's mandates in force, each with the client's id; None when it is no such account.

    The wall shows a client only through the mandate it is asked with, so the client is read once for each.
    """
    if not RepresentativeAccount.objects.filter(user_id=user_id).exists():
        return None
    found = []
    with transaction.atomic():
        actor_settings(Actor(kind=REPRESENTATIVE, user_id=user_id))
        rows = Mandate.objects.in_force().filter(user_id=user_id).order_by("pk")
        for row in list(rows.defer("name", "reference")):
            actor_settings(Actor(kind=REPRESENTATIVE, user_id=user_id, mandate_id=row.pk))
            if case := Mandate.objects.filter(pk=row.pk).values_list("case__person_id", flat=True).first():
                found.append(Held(row.pk, row.uuid, row.case_id, case, tuple(row.parts), GROUNDS[Kind(row.kind)]))
    return found
