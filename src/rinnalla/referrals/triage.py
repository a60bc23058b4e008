"""What the receiving unit does with a referral. Nobody is declined without a coded reason and a next owner (V-06)."""

from datetime import date
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from rinnalla import outbox
from rinnalla.access import grants
from rinnalla.access.actor import Actor
from rinnalla.access.models import Depth, User
from rinnalla.cases.actions import PURPOSE, open_case
from rinnalla.cases.models import Case
from rinnalla.eventlog.record import record
from rinnalla.lib import dates
from rinnalla.lib import hetu as hetus
from rinnalla.lib.errors import Refused
from rinnalla.lib.names import search_key
from rinnalla.lib.saving import Conflict, save_version
from rinnalla.organisations.models import Organisation, Unit
from rinnalla.people.actions import known_hetu
from rinnalla.people.models import Person
from rinnalla.referrals import declines, lists, routing
from rinnalla.referrals.actions import add_step, keep_arrival, note
from rinnalla.referrals.models import ForWhom, Outcome, Referral
from rinnalla.servicemodels import codes


@transaction.atomic
def contact(*, referral: Referral, version: int, by: Actor) -> None:
    """Somebody called the client: the first contact is made (V-42). Raises Conflict."""
    _require(referral, "contact", by)
    save_version(referral, version, contacted_at=dates.now(), contacted_by_id=by.user_id)
    add_step(referral, Outcome.CONTACTED, by)
    note(referral, "referrals.contacted", by)


@transaction.atomic
def ask_more(*, referral: Referral, version: int, by: Actor, words: str) -> None:
    """Ask the sender for what is missing. The due date stands. Raises Conflict."""
    _require(referral, "ask_more", by)
    if not words.strip():
        raise Refused(_("Kirjoita, mitä haluat tietää."), field="words")
    save_version(referral, version, asked_at=dates.now(), asked_by_id=by.user_id)
    add_step(referral, Outcome.ASKED_MORE, by, words=words)
    note(referral, "referrals.asked_more", by)
    _tell_sender(referral, by)


@transaction.atomic
def answer_more(*, referral: Referral, version: int, by: Actor, words: str) -> None:
    """The sender answers; the referral waits for the receiver again. Raises Conflict."""
    _require(referral, "answer_more", by)
    if not words.strip():
        raise Refused(_("Kirjoita vastaus."), field="words")
    save_version(referral, version, asked_at=None, asked_by=None)
    add_step(referral, Outcome.ANSWERED_MORE, by, words=words)
    note(referral, "referrals.answered_more", by)
    outbox.promise("referrals.tell_unit", referral.unit_id, by=by)


@transaction.atomic
def route(*, referral: Referral, version: int, by: Actor, unit: Unit) -> None:
    """Choose the unit for a contact that named none. Not a transfer: nobody has bounced anybody. Raises Conflict."""
    if referral.route_by is None:
        raise Refused(_("Tälle lähetteelle on jo valittu yksikkö. Siirrä se, jos paikka on väärä."))
    _require(referral, "pass_on", by)
    _same_region(referral, unit)
    _move(referral, version, by, unit, Outcome.ROUTED)
    note(referral, "referrals.routed", by, to=unit.pk)


@transaction.atomic
def pass_on(*, referral: Referral, version: int, by: Actor, unit: Unit, words: str) -> None:
    """Give it to another unit, which sees it at once; the due date stands, and the transfer is counted (V-06)."""
    _require(referral, "pass_on", by)
    if unit.pk == referral.unit_id:
        raise Refused(_("Lähete on jo tässä yksikössä. Valitse toinen."), field="unit")
    if not words.strip():
        raise Refused(_("Kerro vastaanottajalle ja lähettäjälle, miksi siirrät lähetteen."), field="words")
    _move(referral, version, by, unit, Outcome.PASSED_ON, words)
    note(referral, "referrals.passed_on", by, to=unit.pk)
    _tell_sender(referral, by)


def _same_region(referral: Referral, unit: Unit) -> None:
    if unit.organisation.region_id != referral.region_id:
        raise Refused(_("Yksikkö on toisella alueella. Siirrä lähete sinne erikseen."), field="unit")


def _move(
    referral: Referral, version: int, by: Actor, unit: Unit, outcome: str, words: str = "", **more: Any
) -> None:
    """Keep the step, then let go of the row: from then on it is behind the other unit's wall."""
    routing.chosen_unit(unit)
    add_step(referral, outcome, by, words=words, from_unit_id=referral.unit_id, to_unit=unit, **more)
    with connection.cursor() as cursor:
        cursor.execute("select referrals_move(%s, %s, %s)", [referral.pk, version, unit.pk])
        if not cursor.fetchone()[0]:
            raise Conflict(Referral.objects.filter(pk=referral.pk).first() or referral)
    referral.unit, referral.version, referral.route_by = unit, version + 1, None
    outbox.promise("referrals.tell_unit", unit.pk, by=by)


@transaction.atomic
def decline(
    *, referral: Referral, version: int, by: Actor, reason: str, words: str, next_unit: Unit | None = None,
    next_user: User | None = None, next_service: str = "", next_phone: str = "",
) -> None:
    """Not take it: with a coded reason and whoever helps next, a unit, a colleague or a service with its phone (V-06).

    A unit named next gets the referral and may take it. Raises Refused, Conflict.
    """
    _require(referral, "decline", by)
    service, phone = next_service.strip(), next_phone.strip()
    _check_decline(referral, reason, words, next_unit, next_user, service, phone)
    owner = {"next_unit": next_unit, "next_user": next_user, "next_service": service, "next_phone": phone}
    save_version(
        referral, version, declined_at=dates.now(), declined_by_id=by.user_id, decline_reason=reason, asked_at=None,
        asked_by=None, **owner,
    )
    declines.tell_of_declined_referral(referral, by)
    if next_unit:
        _move(referral, referral.version, by, next_unit, Outcome.DECLINED, words, reason=reason, **owner)
    else:
        add_step(referral, Outcome.DECLINED, by, words=words, reason=reason, from_unit_id=referral.unit_id, **owner)
    next_kind = "unit" if next_unit else "user" if next_user else "service"
    note(referral, "referrals.declined", by, reason=reason, next=next_kind)
    _tell_sender(referral, by)


def _check_decline(
    referral: Referral, reason: str, words: str, next_unit: Unit | None, next_user: User | None, service: str,
    phone: str,
) -> None:
    if reason not in {code.key for code in codes.code_list("decline_reasons", region=referral.region)}:
        raise Refused(_("Valitse syy. Lähettäjä ja asiakas näkevät sen."), field="reason")
    if not (next_unit or next_user or service):
        raise Refused(
            _("Nimeä, kuka auttaa asiakasta seuraavaksi: yksikkö, työntekijä tai palvelu. Ketään ei jätetä yksin."),
            field="next_unit",
        )
    if service and not phone:
        raise Refused(_("Kirjoita palvelun puhelinnumero, jotta asiakas pääsee eteenpäin."), field="next_phone")
    if not words.strip():
        raise Refused(_("Kerro lähettäjälle, miksi et ota lähetettä ja mitä seuraavaksi tapahtuu."), field="words")
    if next_unit and next_unit.pk == referral.unit_id:
        raise Refused(_("Tämä on oma yksikkösi. Ota lähete vastaan tai nimeä toinen yksikkö."), field="next_unit")
    if next_user and not User.objects.filter(routing.colleagues(referral.unit_id), pk=next_user.pk).exists():
        raise Refused(_("Valitse työntekijä omasta yksiköstäsi, tai nimeä yksikkö tai palvelu."), field="next_user")


# Taking in ------------------------------------------------------------------------------------------------------------


@transaction.atomic
def accept(
    *, referral: Referral, version: int, by: Actor, naming_due_on: date | None = None, person: Person | None = None,
    given_names: str = "", family_name: str = "",
) -> Case:
    """Take the person in: a case is opened with the actor as its arranger, or the case there already is gets the need.

    The person is the one the identity code tells (the look is logged), or `person` whom the actor picked among those
    one may see, or a new one. Raises Refused, Conflict.
    """
    _require(referral, "accept", by)
    locked = Referral.objects.select_for_update().get(pk=referral.pk)
    if locked.version != version:
        raise Conflict(locked)
    case_id = referral.case_id or _case_of(found := _found(referral, by) or (person.pk if person else None))
    if case_id:
        case = _join_known_case(referral, case_id, by)
    else:
        case = _open(referral, by, found, naming_due_on, given_names, family_name)
    save_version(referral, version, accepted_at=dates.now(), accepted_by_id=by.user_id, case=case)
    add_step(referral, Outcome.ACCEPTED, by)
    keep_arrival(referral, case)
    for stream in (("referral", referral.pk), ("case", case.pk)):
        record(
            "referrals.accepted", by=by, stream=stream, obj=("referral", referral.pk), case_id=case.pk,
            person_id=case.person_id, channel=referral.channel, received_on=referral.received_on,
        )
    _tell_sender(referral, by)
    return case


def _found(referral: Referral, by: Actor) -> int | None:
    """The person the referral's identity code tells; that one looked is an event of its own."""
    code = referral.person.hetu
    if not code:
        return None
    found = known_hetu(referral.region, hetus.parse(code))
    note(referral, "referrals.matched", by, found=found is not None)
    return found


def _case_of(person_id: int | None) -> int | None:
    """The open case of a person, whoever may see it."""
    if person_id is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute("select referrals_open_case(%s)", [person_id])
        return cursor.fetchone()[0]


def _join_known_case(referral: Referral, case_id: int, by: Actor) -> Case:
    """The person is being helped already: the taker sees the basics of that case, on the referral's ground."""
    grants.give(
        case_id=case_id, to=User.objects.get(pk=by.user_id), depth=Depth.BASICS, ground=referral.ground,
        purpose=PURPOSE, why="referral", by=by, groups=lists.groups_of(referral.ground),
    )
    return Case.objects.get(pk=case_id)


def _open(
    referral: Referral, by: Actor, person_id: int | None, naming_due_on: date | None, given_names: str, family_name: str
) -> Case:
    kind = Organisation.objects.get(pk=by.organisation_id).kind
    ground = referral.ground
    if ground == lists.CONSENT:
        ground = lists.ground_to_hold(kind, dates.today())
    return open_case(
        by=by, region=referral.region, holder_unit=referral.unit, arranger=User.objects.get(pk=by.user_id),
        naming_due_on=naming_due_on or lists.due("naming", region=referral.region), ground=ground,
        wish=referral.texts["wish"],
        # The row of a known person is behind the wall until the case is there; the id is all that is needed.
        person=Person(pk=person_id) if person_id else None,
        new_person=None if person_id else _new_person(referral, given_names, family_name),
    )


def _new_person(referral: Referral, given_names: str, family_name: str) -> dict:
    who = referral.person
    return {
        "given_names": given_names.strip() or who.given_names, "family_name": family_name.strip() or who.family_name,
        "hetu": hetus.parse(who.hetu) if who.hetu else None, "phone": who.phone if _own_phone(referral) else "",
        "email": who.email if _own_phone(referral) else "", "language": referral.language,
        "municipality": referral.municipality,
    }


def _own_phone(referral: Referral) -> bool:
    """A relative who asks for contact leaves one's own number, not the person's."""
    return referral.for_whom != ForWhom.RELATIVE


def likely_same(referral: Referral, actor: Actor) -> list[Person]:
    """People the actor may see whose name is the same, or who were born the same day with the same family name."""
    who = referral.person
    people = Person.objects.visible_to(actor)
    same = list(people.filter(search_key=search_key(f"{who.family_name} {who.given_names}"))[:5])
    if who.hetu:
        family = people.filter(search_key__startswith=search_key(who.family_name))
        born = family.filter(birth_date=hetus.parse(who.hetu).birth_date)
        same += [one for one in born[:5] if one not in same]
    return same


def _require(referral: Referral, act: str, by: Actor) -> None:
    if not referral.allows(act, by):
        raise Refused(_("Tämä ei onnistu lähetteen nykyisessä tilassa. Päivitä sivu ja katso, mitä voi tehdä."))


def _tell_sender(referral: Referral, by: Actor) -> None:
    """The sender gets "you have something to see", without a word of whom or what."""
    if referral.sent_by_id and referral.sent_by_id != by.user_id:
        outbox.promise("referrals.tell_user", referral.sent_by_id, by=by)
