"""Filters of the case list that a person keeps and may share with the unit. No client is in one: names are not kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db import transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.http import QueryDict
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.access.models import User
from rinnalla.cases.models import STAGES
from rinnalla.desk.models import ListChoice, SavedFilter
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import once, save_version

KNOWN: dict[str, tuple[str, ...]] = {
    "whose": ("mine", "deputy", "team", "unnamed", "all"), "state": ("open", "closed", "any"), "stage": STAGES,
    "late": ("1",),
}
MOST = 30


@dataclass(frozen=True)
class Kept:
    """A kept filter in the list: its address, its name, whether it is shared, whose, and what of it no longer holds."""

    uuid: str
    name: str
    shared: bool
    own: bool
    query: str
    broken: tuple[str, ...]


def asked_of(query: Mapping[str, str]) -> dict[str, str]:
    """What of an address is a filter: the known keys alone, and never a client's name."""
    return {key: query[key] for key in KNOWN if query.get(key)}


def faults(asked: Mapping[str, Any]) -> tuple[str, ...]:
    """The keys of a filter whose value the list does not know, as after a stage was taken out of use."""
    return tuple(key for key, value in asked.items() if key not in KNOWN or value not in KNOWN[key])


def reachable(actor: Actor) -> QuerySet[SavedFilter]:
    """One's own filters and those shared with one's unit."""
    return SavedFilter.objects.filter(Q(user_id=actor.user_id) | Q(unit_id=actor.unit_id, unit__isnull=False))


def order_and_filters(actor: Actor) -> tuple[str, list[Kept]]:
    """The reader's order of the list and the filters at hand, by name. One statement."""
    order = ListChoice.objects.filter(user=OuterRef("pk"), name="cases").values("order")[:1]
    near = SavedFilter.objects.filter(Q(user=OuterRef("pk")) | Q(unit_id=actor.unit_id, unit__isnull=False))
    row = JSONObject(uuid="uuid", name="name", unit="unit_id", user="user_id", asked="asked")
    kept = ArraySubquery(near.order_by("name", "pk").values(found=row)[:MOST])
    found = User.objects.filter(pk=actor.user_id).annotate(order=Subquery(order), kept=kept)
    chosen, rows = found.values_list(F("order"), F("kept")).get()
    return chosen or "", [_kept(one, actor) for one in rows]


def _kept(row: dict[str, Any], actor: Actor) -> Kept:
    query, broken = QueryDict(mutable=True), faults(row["asked"])
    query.update({**{key: value for key, value in row["asked"].items() if key not in broken}, "filter": row["uuid"]})
    return Kept(
        row["uuid"], row["name"], row["unit"] is not None, row["user"] == actor.user_id, query.urlencode(), broken
    )


@transaction.atomic
def keep_filter(
    *, name: str, asked: Mapping[str, str], shared: bool, by: Actor, key: UUID | None = None
) -> SavedFilter:
    """Keep a filter under a name, for oneself or for the unit. No event: no client is in it. Raises Refused."""

    def make() -> SavedFilter:
        _require(name, asked, by)
        return SavedFilter.objects.create(
            user_id=by.user_id, unit_id=by.unit_id if shared else None, name=name.strip(), asked=dict(asked),
            form_key=key,
        )  # fmt: skip

    return once(SavedFilter.objects.all(), key, make, user_id=by.user_id)[0]


@transaction.atomic
def change_filter(*, row: SavedFilter, version: int, name: str, shared: bool, by: Actor) -> None:
    """Another name, or shared with the unit or not. Its keeper alone. Raises Conflict, Refused."""
    if row.user_id != by.user_id:
        raise Refused(_("Rajausta muuttaa se, joka sen tallensi."))
    _require(name, row.asked, by, but=row.pk)
    save_version(row, version, name=name.strip(), unit_id=by.unit_id if shared else None)


@transaction.atomic
def drop_filter(*, row: SavedFilter, by: Actor) -> None:
    """The filter is gone for everybody. Its keeper alone."""
    if row.user_id != by.user_id:
        raise Refused(_("Rajausta muuttaa se, joka sen tallensi."))
    SavedFilter.objects.filter(pk=row.pk).delete()


def _require(name: str, asked: Mapping[str, str], by: Actor, but: int | None = None) -> None:
    if not asked or faults(asked):
        raise Refused(_("Tätä rajausta ei voi tallentaa. Palaa luetteloon ja rajaa uudelleen."))
    if SavedFilter.objects.filter(user_id=by.user_id, name=name.strip()).exclude(pk=but).exists():
        raise Refused(_("Sinulla on jo tämänniminen rajaus. Anna toinen nimi."), field="name")
