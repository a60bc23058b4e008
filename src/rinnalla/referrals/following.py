"""After sending: the sender mends or takes back, the receiver tells what came, silence returns to somebody named."""

from django.db import connection, transaction
from django.utils.translation import gettext as _

from rinnalla import outbox
from rinnalla.access.acting import acting, system
from rinnalla.access.actor import Actor
from rinnalla.access.models import Membership, User
from rinnalla.eventlog.record import record
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import Conflict, save_version
from rinnalla.organisations.models import Region
from rinnalla.referrals import identity as identities
from rinnalla.referrals import lists, routing
from rinnalla.referrals.actions import add_step, note
from rinnalla.referrals.models import Outcome, Referral
from rinnalla.referrals.triage import _require, _tell_sender
from rinnalla.servicemodels import codes


@transaction.atomic
def amend(*, referral: Referral, version: int, by: Actor, wish: str, extra: str) -> None:
    """Mend what was sent, before it is taken: the receiver is told, and sees what stood before. Raises Conflict."""
    _require(referral, "amend", by)
    if referral.version != version:
        raise Conflict(referral)
    before, after = referral.texts, {"wish": wish.strip(), "extra": extra.strip()}
    changed = {name for name in after if after[name] != before[name]}
    if not changed:
        raise Refused(_("Mitään ei muutettu. Kirjoita muutos tai palaa takaisin."), field="extra")
    save_version(referral, version, sealed_texts=identities.seal(after, referral.uuid))
    change = {name: after[name] for name in changed} | {f"{name}_before": before[name] for name in changed}
    add_step(referral, Outcome.AMENDED, by, change=change)
    note(referral, "referrals.amended", by)
    outbox.promise("referrals.tell_unit", referral.unit_id, by=by)


@transaction.atomic
def withdraw(*, referral: Referral, version: int, by: Actor, words: str) -> None:
    """Take back what should not have been sent: a wrong person or place, or the client's change of mind.

    It leaves the receiver's queue; the reason stays. Raises Conflict.
    """
    _require(referral, "withdraw", by)
    if not words.strip():
        raise Refused(_("Kerro vastaanottajalle lyhyesti, miksi perut lähetteen."), field="words")
    save_version(referral, version, withdrawn_at=dates.now(), withdrawn_by_id=by.user_id, asked_at=None, asked_by=None)
    add_step(referral, Outcome.WITHDRAWN, by, words=words)
    note(referral, "referrals.withdrawn", by)
    outbox.promise("referrals.tell_unit", referral.unit_id, by=by)


@transaction.atomic
def tell(*, referral: Referral, version: int, by: Actor, result: str) -> None:
    """Tell the sender in plain words what came of it: one of the sentences of the code list, so no more than a sender
    may know. Raises Refused, Conflict."""
    _require(referral, "tell", by)
    if codes.code("referral_results", result) is None:
        raise Refused(_("Valitse, mitä lähettäjälle kerrotaan."), field="result")
    save_version(referral, version)
    add_step(referral, Outcome.TOLD, by, reason=result)
    note(referral, "referrals.told_outcome", by, result=result)
    _tell_sender(referral, by)


# Silence --------------------------------------------------------------------------------------------------------------


def follow_silence() -> int:
    """Remind units whose first contact is late, and return to somebody named what nobody answered in time.

    The time is `referral_answer` of the region, in data. It returns to the sender; one's own contact to a
    coordinator of the region's intake. A service asked outside that let its time pass is told of to the unit. Returns
    how many were returned. Done twice it does nothing more.
    """
    _outside_silence()
    with acting(system("referral_silence")), connection.cursor() as cursor:
        cursor.execute("select * from referrals_remind(%s, %s)", [dates.today(), dates.now()])
        for (unit_id,) in cursor.fetchall():
            outbox.promise("referrals.tell_unit", unit_id)
        cursor.execute("select * from referrals_silent()")
        rows = cursor.fetchall()
    regions = {one.pk: one for one in Region.objects.filter(pk__in={row[1] for row in rows})}
    return sum(_give_back(row, regions[row[1]]) for row in rows)


def _outside_silence() -> None:
    by = system("referral_silence")
    with acting(by), connection.cursor() as cursor:
        cursor.execute("select * from referrals_outside_silent(%s)", [dates.now()])
        for question, referral, case_id, unit in cursor.fetchall():
            stream = ("case", case_id) if case_id else ("referral", referral)
            record("referrals.outside_silent", by=by, stream=stream, obj=("referral", referral), question=question)
            outbox.promise("referrals.tell_unit", unit)


def _give_back(row: tuple[int, int, object, int | None], region: Region) -> bool:
    referral_id, _region, received_on, sent_by = row
    if lists.due("referral_answer", received_on, region=region) >= dates.today():
        return False
    to = User.objects.filter(pk=sent_by, is_active=True).first() or _intake(region)
    if to is None:
        return False
    by = system("referral_silence")
    with transaction.atomic(), acting(by), connection.cursor() as cursor:
        cursor.execute("select referrals_return(%s, %s, %s)", [referral_id, to.pk, dates.now()])
        if not cursor.fetchone()[0]:
            return False
        record("referrals.returned", by=by, stream=("referral", referral_id), obj=("referral", referral_id), to=to.pk)
        outbox.promise("referrals.tell_user", to.pk)
    return True


def _intake(region: Region) -> User | None:
    """Whoever has longest taken in at the region's own intake, for those who asked themselves."""
    people = Membership.objects.in_force().filter(role__in=routing.TRIAGES, unit__organisation__region=region)
    first = people.select_related("user").order_by("-unit__default_intake", "starts_on", "pk").first()
    return first.user if first else None
