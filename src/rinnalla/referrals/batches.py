"""Many referrals at once, from a list: the same rules, rows, steps and events as one by one, a batch at a time."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext as _

from rinnalla import outbox
from rinnalla.access.actor import Actor
from rinnalla.eventlog.record import record_each
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import insert_many
from rinnalla.organisations.models import Municipality, Region, Unit
from rinnalla.referrals import identity as identities
from rinnalla.referrals import lists, routing, sheets
from rinnalla.referrals.actions import _indexes, _known_items, _receipt, ground_for_sending
from rinnalla.referrals.identity import Identity
from rinnalla.referrals.models import ForWhom, Outcome, Referral, ReferralStep

NEW, REPEAT = "new", "repeat"


@dataclass(frozen=True, repr=False)
class Listed:
    """One referral of a list, as the list tells it."""

    who: Identity
    received_on: date
    channel: str
    sender_kind: str = ""
    sender_name: str = ""
    language: str = "fi"
    municipality: Municipality | None = None
    items: tuple[str, ...] = ()
    consent: bool = False
    wish: str = ""
    extra: str = ""
    service: str = ""


@dataclass
class Roads:
    """Where a region's referrals go, looked up once for a whole list, with what else is the same for many lines.

    A list stays in its region: somebody of another one's municipality comes to the region's own intake, where the unit
    is chosen.
    """

    region: Region
    _ways: dict[int | None, routing.Way] = field(default_factory=dict)
    _due: dict[date, date] = field(default_factory=dict)
    _items: dict[tuple[str, ...], list[str]] = field(default_factory=dict)

    def way(self, municipality: Municipality | None, on: date) -> routing.Way:
        """The way of a referral received on a day. Raises Refused when the region takes nothing in."""
        local = municipality if municipality and municipality.region_id == self.region.pk else None
        key = local.pk if local else None
        if key not in self._ways:
            self._ways[key] = routing.way_to(municipality=local, region=self.region)
        if on not in self._due:
            self._due[on] = lists.due("first_contact", on, region=self.region)
        way, due_on = self._ways[key], self._due[on]
        return routing.Way(self.region, way.unit, due_on, due_on if way.route_by else None)

    def checked(self, items: tuple[str, ...]) -> list[str]:
        """The ticked items, checked once for each set of them. Raises Refused for an unknown one."""
        if items not in self._items:
            self._items[items] = _known_items(items)
        return self._items[items]


@transaction.atomic
def send_batch(
    *, by: Actor, roads: Roads, listed: Sequence[Listed], dry: bool = False
) -> list[str | Refused]:
    """Refer everybody of a batch; the answers, in order, are NEW, REPEAT or why one was refused.

    A bad one stops no other: the batch is written at once, and one by one when the database refuses it. Two lists of
    one region that come at once wait for each other, so that neither misses the other's lines. `dry` writes nothing.
    """
    if not dry:
        _one_list_at_a_time(roads.region)
    answers: list[str | Refused] = []
    rows: dict[int, Referral] = {}
    for place, one in enumerate(listed):
        try:
            rows[place] = _row(one, roads, by)
            answers.append(NEW)
        except Refused as refusal:
            answers.append(refusal)
    known = _known_repeats(roads.region, [bytes(row.repeat_index) for row in rows.values()])
    for place, row in list(rows.items()):
        if bytes(row.repeat_index) in known:
            answers[place] = REPEAT
            del rows[place]
        known.add(bytes(row.repeat_index))
    if not dry:
        for place, refusal in _write(rows, by).items():
            answers[place] = refusal
    return answers


def tell_units(*, by: Actor, units: Sequence[Unit]) -> None:
    """After a whole list: each receiving unit is told once, not once for each line."""
    for unit in units:
        outbox.promise("referrals.tell_unit", unit.pk, by=by)


def _one_list_at_a_time(region: Region) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended('referrals.list:' || %s, 0))", [str(region.pk)])


def _known_repeats(region: Region, indexes: list[bytes]) -> set[bytes]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select wanted from unnest(%s::bytea[]) wanted where referrals_known_repeat(%s, wanted)",
            [indexes, region.pk],
        )
        return {bytes(wanted) for (wanted,) in cursor.fetchall()}


def _row(one: Listed, roads: Roads, by: Actor) -> Referral:
    """The referral, not yet written. Raises Refused: no name, no ground, an unknown item, no place that takes it."""
    if not one.who.name:
        raise Refused(_("Nimi puuttuu."), field="family_name")
    ground = ground_for_sending(one.sender_kind, on=one.received_on, consent=one.consent)
    way = roads.way(one.municipality, one.received_on)
    person, repeat = _indexes(way.region, one.received_on, one.channel, one.sender_name, one.who)
    row = Referral(
        region=way.region, unit=way.unit, channel=one.channel, sender_kind=one.sender_kind, sender_name=one.sender_name,
        sent_by_id=by.user_id, sent_by_unit_id=by.unit_id, sent_at=dates.now(), received_on=one.received_on,
        due_on=way.due_on, route_by=way.route_by, receipt=_receipt(), person_index=person, repeat_index=repeat,
        language=one.language or "fi", municipality=one.municipality, items=roads.checked(one.items),
        consent=one.consent, ground=ground, service=sheets.asked(one.service),
        for_whom=ForWhom.SELF if one.channel == lists.SELF else ForWhom.CLIENT,
    )
    row.sealed_identity = identities.seal(one.who, row.uuid)
    row.sealed_texts = identities.seal({"wish": one.wish.strip(), "extra": one.extra.strip()}, row.uuid)
    return row


def _write(rows: dict[int, Referral], by: Actor) -> dict[int, Refused]:
    """Write the batch at once; when the database refuses it, each alone. Returns the refused ones by place."""
    try:
        with transaction.atomic():
            _write_all(list(rows.values()), by)
        return {}
    except (DatabaseError, ValueError):
        refused = {}
        for place, row in rows.items():
            row.pk = None
            row._state.adding = True
            try:
                with transaction.atomic():
                    _write_all([row], by)
            except (DatabaseError, ValueError):
                refused[place] = Refused(_("Riviä ei voitu tallentaa. Tarkista rivin tiedot."))
        return refused


def _write_all(rows: list[Referral], by: Actor) -> None:
    insert_many(rows)
    insert_many([
        ReferralStep(
            referral=row, unit_id=row.unit_id, sent_by_id=row.sent_by_id, outcome=Outcome.SENT, at=row.sent_at,
            by_id=by.user_id, to_unit_id=row.unit_id,
        )
        for row in rows
    ])
    record_each(
        "referrals.sent", by=by, stream_kind="referral", obj_kind="referral",
        details={row.pk: {"to": row.unit_id, "channel": row.channel, "ground": row.ground} for row in rows},
    )
