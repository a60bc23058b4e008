"""What a person does on the way in: notices a need, asks for contact, refers, notes advice. `triage.py` goes on."""

import json
import secrets
import uuid as uuids
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from rinnalla import outbox
from rinnalla.access.actor import Actor
from rinnalla.cases.models import Case
from rinnalla.eventlog.record import record
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import once
from rinnalla.organisations.models import Municipality, Organisation, Region, Unit
from rinnalla.referrals import identity as identities
from rinnalla.referrals import lists, routing, sheets
from rinnalla.referrals.identity import Identity
from rinnalla.referrals.models import (
    Arrival,
    Consultation,
    ForWhom,
    GuidanceEvent,
    Identification,
    Kind,
    Outcome,
    Referral,
    ReferralStep,
)
from rinnalla.servicemodels import codes

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LONGEST_SPENT = 4 * 60 * 60  # a form left open over lunch tells nothing of how easy referring is (E-13)


# Noticing -------------------------------------------------------------------------------------------------------------


@transaction.atomic
def identify(
    *, by: Actor, items: Iterable[str] = (), criteria: Iterable[str] = (), place: str = "", case: Case | None = None,
    first_sign_on: date | None = None, unemployed_since: date | None = None, key: UUID | None = None,
) -> Identification:
    """Write down that somebody may need support (L-10, L-35…L-39, V-18). Never decides; needs no client.

    `first_sign_on` and `unemployed_since` tell how early the need was recognised (V-13), where they are known.
    """
    items, criteria = _known_items(items), sorted(set(criteria))
    if not items and not criteria:
        raise Refused(_("Valitse vähintään yksi kohta. Asiakkaan oma kokemus riittää."))
    if place and codes.code("identification_places", place, region=codes.of_region(by.region_id or 0)) is None:
        raise Refused(_("Paikkaa ei ole luettelossa. Valitse lähin."), field="place")
    for day, field in ((first_sign_on, "first_sign_on"), (unemployed_since, "unemployed_since")):
        if day and day > dates.today():
            raise Refused(_("Päivä on tulevaisuudessa. Kirjoita päivä, jolloin se alkoi."), field=field)

    def make() -> Identification:
        return Identification.objects.create(
            user_id=by.user_id, unit_id=by.unit_id, at=dates.now(), place=place, items=items, criteria=criteria,
            case=case, first_sign_on=first_sign_on, unemployed_since=unemployed_since, form_key=key,
        )

    noticed, new = once(Identification.objects.all(), key, make, user_id=by.user_id)
    if new:
        stream = ("case", case.pk) if case else ("unit", by.unit_id)
        record(
            "referrals.identified", by=by, stream=stream, obj=("identification", noticed.pk),
            person_id=case.person_id if case else None,
        )
    return noticed


def _known_items(items: Iterable[str]) -> list[str]:
    """The items with the line of each tick; in order, each once. Raises Refused for one the checklist has not."""
    chosen = set(items)
    if unknown := chosen - lists.item_codes():
        raise Refused(_("Kohtaa ”%(item)s” ei ole luettelossa.") % {"item": sorted(unknown)[0]}, field="items")
    return sorted(chosen | {item.split(".")[0] for item in chosen})


# Asking for contact ---------------------------------------------------------------------------------------------------


@transaction.atomic
def contact_request(
    *, by: Actor, name: str, phone: str, language: str, municipality: Municipality | None = None,
    region: Region | None = None, wish: str = "", email: str = "", for_whom: str = ForWhom.SELF, agreed: bool = False,
    encouraged_by: str = "", key: UUID | None = None,
) -> str:
    """Ask to be contacted: anybody, without referral, diagnosis or registration (V-12, L-24). Returns the receipt.

    `encouraged_by` names the association that gave the push (V-45). A relative tells that the person agrees.
    Raises Refused. The sender sees nothing of the table: an owner-run function writes and gives back the receipt.
    """
    if not name.strip() or not phone.strip():
        lacking = "phone" if name.strip() else "name"
        raise Refused(_("Kirjoita nimi ja puhelinnumero, niin voimme soittaa."), field=lacking)
    if for_whom != ForWhom.SELF and not agreed:
        raise Refused(_("Kysy ensin läheiseltäsi, sopiiko yhteydenotto hänelle. Rastita sitten kohta."), field="agreed")
    way = routing.way_to(municipality=municipality, region=region)
    who = identities.named(name, phone=phone.strip(), email=email.strip())
    channel = lists.ENCOURAGED if encouraged_by.strip() else lists.SELF
    row_uuid, indexes = uuids.uuid4(), _indexes(way.region, dates.today(), channel, encouraged_by, who)
    given = {
        "uuid": str(row_uuid), "form_key": str(key or uuids.uuid4()), "region": way.region.pk, "unit": way.unit.pk,
        "channel": channel, "sender_kind": "", "sender_name": encouraged_by.strip(),
        "sent_by_unit": by.unit_id, "sent_at": dates.now().isoformat(), "received_on": dates.today().isoformat(),
        "due_on": way.due_on.isoformat(), "route_by": way.route_by.isoformat() if way.route_by else None,
        "receipt": _receipt(), "sealed_identity": identities.seal(who, row_uuid).hex(),
        "sealed_texts": identities.seal({"wish": wish.strip(), "extra": ""}, row_uuid).hex(),
        "person_index": indexes[0].hex(), "repeat_index": indexes[1].hex(), "language": language,
        "municipality": municipality.pk if municipality else None, "ground": lists.CONSENT, "for_whom": for_whom,
    }
    outbox.promise("referrals.tell_unit", way.unit.pk, by=by)
    return _submit(given, by)


def _submit(given: dict, by: Actor) -> str:
    who = {
        "kind": by.kind, "membership": by.membership_id, "role": by.role, "organisation": by.organisation_id,
        "unit": by.unit_id,
    }
    with connection.cursor() as cursor:
        cursor.execute("select referrals_submit(%s::jsonb, %s::jsonb)", [json.dumps(given), json.dumps(who)])
        return cursor.fetchone()[0]


def _receipt() -> str:
    """A number to tell on the phone: no letters that look or sound alike, nothing to guess the next one from."""
    letters = "".join(secrets.choice(LETTERS) for _each in range(8))
    return f"{letters[:4]}-{letters[4:]}"


def _indexes(region: Region, on: date, channel: str, sender: str, who: Identity, known: bytes | None = None) -> tuple:
    person = known or identities.person_index(region.key, who)
    return person, identities.repeat_index(region.key, on, channel, sender, person)


# Referring ------------------------------------------------------------------------------------------------------------


@transaction.atomic
def send_referral(
    *, by: Actor, who: Identity, unit: Unit | None = None, municipality: Municipality | None = None,
    language: str = "fi", wish: str = "", extra: str = "", items: Iterable[str] = (), consent: bool = False,
    case: Case | None = None, identification: Identification | None = None, consultation: Consultation | None = None,
    channel: str = lists.NETWORK, sender_kind: str | None = None, sender_name: str | None = None,
    received_on: date | None = None, kind: str = Kind.COLD, opened_at: datetime | None = None,
    fields_filled: int | None = None, key: UUID | None = None, told: Iterable[str] | None = None, service: str = "",
) -> Referral:
    """Refer a person to a unit, by default to that of the home municipality. Also what an import calls for each line.

    The sender is the actor's organisation unless named. Without a statute the client's consent is needed. `kind`: warm
    when the sender walks along (L-88). `told` are the cards whose sheet was gone through (L-89). `opened_at` and
    `fields_filled` measure the effort (E-13, E-52). `service` is asked for by its name in the catalogue (E-51). Raises
    Refused: no consent, no name, an unknown service, a repeat of an earlier referral.
    """
    if key and (earlier := Referral.objects.filter(form_key=key, sent_by_id=by.user_id).first()):
        return earlier
    on = received_on or dates.today()
    if not who.name:
        raise Refused(_("Kirjoita asiakkaan nimi."), field="given_names")
    organisation = Organisation.objects.get(pk=by.organisation_id)
    sender = lists.sender_kind_of(organisation.kind) if sender_kind is None else sender_kind
    ground = ground_for_sending(sender, on=on, consent=consent)
    region = Region.objects.get(pk=by.region_id)
    chosen = routing.chosen_unit(unit) if unit else None
    way = routing.way_to(municipality=municipality, region=region, unit=chosen, on=on)
    name = organisation.name if sender_name is None else sender_name
    known = bytes(case.person.hetu_index) if case and case.person.hetu_index else None
    person, repeat = _indexes(way.region, on, channel, name, who, known)
    if known_repeat(way.region, repeat):
        raise Refused(_("Samasta asiakkaasta on jo tämän päivän lähete. Löydät sen omista lähetteistäsi."))
    row = Referral(
        region=way.region, unit=way.unit, channel=channel, sender_kind=sender, sender_name=name, sent_by_id=by.user_id,
        sent_by_unit_id=by.unit_id, sent_at=dates.now(), received_on=on, due_on=way.due_on, route_by=way.route_by,
        receipt=_receipt(), person_index=person, repeat_index=repeat, language=language, municipality=municipality,
        items=_known_items(items), consent=consent, ground=ground, for_whom=ForWhom.CLIENT, case=case,
        identification=identification, consultation=consultation, form_key=key, kind=kind,
        seconds_spent=_spent(opened_at), fields_filled=fields_filled, **sheets.kept(way.unit, told),
        service=sheets.asked(service),
    )
    row.sealed_identity = identities.seal(who, row.uuid)
    row.sealed_texts = identities.seal({"wish": wish.strip(), "extra": extra.strip()}, row.uuid)
    row.save(force_insert=True)
    add_step(row, Outcome.SENT, by, to_unit=way.unit)
    note(row, "referrals.sent", by, to=way.unit.pk, channel=channel, ground=ground)
    outbox.promise("referrals.tell_unit", way.unit.pk, by=by)
    return row


@transaction.atomic
def refer_from_health_check(
    *, by: Actor, items: Iterable[str] = (), criteria: Iterable[str] = (), key: UUID | None = None,
    case: Case | None = None, municipality: Municipality | None = None, **more: Any,
) -> Referral:
    """From the health check of working-age people straight on: the need is noted as identified there and the referral
    is made of it, both or neither (L-06). Without a unit it goes to that of the home municipality. The rest is
    `send_referral`'s. Raises Refused.
    """
    if key and (earlier := Referral.objects.filter(form_key=key, sent_by_id=by.user_id).first()):
        return earlier
    noticed = identify(by=by, items=items, criteria=criteria, place=lists.HEALTH_CHECK, case=case)
    return send_referral(
        by=by, items=noticed.items, identification=noticed, case=case, municipality=municipality, key=key, **more
    )


def ground_for_sending(sender_kind: str, *, on: date, consent: bool) -> str:
    """The ground a referral stands on. Raises Refused when the client's consent is needed and is not there."""
    ground = lists.ground_of_sender(sender_kind, on)
    if ground == lists.CONSENT and not consent:
        raise Refused(
            _("Lähete tarvitsee asiakkaan suostumuksen. Kysy asiakkaalta ja rastita, kun hän on sanonut kyllä."),
            field="consent",
        )
    return ground


def known_repeat(region: Region, index: bytes) -> bool:
    """Whether the same referral has come already, whoever may see it (region, day, channel, sender, person)."""
    with connection.cursor() as cursor:
        cursor.execute("select referrals_known_repeat(%s, %s)", [region.pk, index])
        return cursor.fetchone()[0]


def _spent(opened_at: datetime | None) -> int | None:
    if opened_at is None:
        return None
    seconds = int((dates.now() - opened_at).total_seconds())
    return seconds if 0 <= seconds <= LONGEST_SPENT else None


@transaction.atomic
def rate(*, referral: Referral, by: Actor, rating: int, words: str = "") -> None:
    """The sender's own word on how easy referring was, 1–5 (E-13). May be given again; the last one counts."""
    if referral.sent_by_id != by.user_id:
        raise Refused(_("Vain lähettäjä voi arvioida lähettämisen."))
    if not 1 <= rating <= 5:
        raise Refused(_("Valitse luku 1–5."), field="rating")
    Referral.objects.filter(pk=referral.pk).update(rating=rating, rating_words=words.strip())
    note(referral, "referrals.rated", by, rating=rating)


# Advice ---------------------------------------------------------------------------------------------------------------


@transaction.atomic
def note_guidance(
    *, by: Actor, topic: str, minutes: int, outcome: str, benefit: str = "", on: date | None = None,
    key: UUID | None = None,
) -> GuidanceEvent:
    """Note advice given without a case (V-47): topic, minutes and outcome, never who it was; of advice on benefits also
    which one, by its key in `benefits.yaml` (V-48)."""
    benefit = _benefit_of(topic, benefit, by)
    on = on or dates.today()
    if on > dates.today():
        raise Refused(_("Päivä on tulevaisuudessa. Kirjaa vain se, mikä on jo tapahtunut."), field="on")
    if not 1 <= minutes <= 600:
        raise Refused(_("Kirjoita kesto minuutteina, 1–600."), field="minutes")

    def make() -> GuidanceEvent:
        return GuidanceEvent.objects.create(
            unit_id=by.unit_id, on=on, topic=topic, minutes=minutes, outcome=outcome, benefit=benefit,
            made_by_id=by.user_id, form_key=key,
        )

    event, new = once(GuidanceEvent.objects.all(), key, make, unit_id=by.unit_id)
    if new:
        record(
            "referrals.guidance_noted", by=by, stream=("unit", by.unit_id), obj=("guidance", event.pk), topic=topic,
            minutes=minutes,
        )
    return event


def _benefit_of(topic: str, benefit: str, by: Actor) -> str:
    """The benefit of advice on benefits; nothing of other advice. A region's own topic asks what its national one does.

    Raises Refused when it is asked and not told."""
    key = codes.national_key("guidance_topics", topic, codes.of_region(by.region_id or 0))
    national = codes.code("guidance_topics", key)
    if not (national and national.definition.benefit):
        return ""
    if codes.code("benefits", benefit) is None:
        raise Refused(_("Valitse, mistä etuudesta kysyttiin."), field="benefit")
    return benefit


# What every act on a referral leaves ----------------------------------------------------------------------------------


def add_step(
    referral: Referral, outcome: str, by: Actor, *, words: str = "", change: dict[str, str] | None = None, **more: Any
) -> ReferralStep:
    """Keep what happened, by whom and when; words, or what an amendment changed, are sealed for the step's own row."""
    step = ReferralStep(
        referral=referral, unit_id=referral.unit_id, sent_by_id=referral.sent_by_id, outcome=outcome, at=dates.now(),
        by_id=by.user_id, **more,
    )
    if change or words.strip():
        step.sealed_words = identities.seal(change or {"words": words.strip()}, step.uuid)
    step.save(force_insert=True)
    return step


def keep_arrival(referral: Referral, case: Case) -> Arrival:
    """What the team may know of how the person came stays with the case; the referral stays behind the unit's wall."""
    return Arrival.objects.create(
        case=case, referral=referral, channel=referral.channel, sender_kind=referral.sender_kind,
        sender_name=referral.sender_name, received_on=referral.received_on, accepted_at=dates.now(),
        sheets=referral.sheets, sheets_on=referral.sheets_on,
    )


def note(referral: Referral, verb: str, by: Actor, **details: Any) -> None:
    """One event: in the referral's own stream until it has a case, then in the case's."""
    stream = ("case", referral.case_id) if referral.case_id else ("referral", referral.pk)
    record(verb, by=by, stream=stream, obj=("referral", referral.pk), **details)
