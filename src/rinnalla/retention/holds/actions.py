"""Holding a case back from being erased: put with a reason and a day to look again, prolonged, ended; each logged."""

from datetime import date
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from rinnalla import outbox
from rinnalla.access.actor import Actor
from rinnalla.eventlog.record import record
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import once
from rinnalla.retention.holds.models import Hold
from rinnalla.retention.holds.reasons import reasons
from rinnalla.servicemodels.codes import common

TO_REVIEW = "retention.hold_to_review"


@transaction.atomic
def put(*, number: str, reason: str, review_on: date, by: Actor, key: UUID | None = None) -> Hold:
    """Nothing of the case is erased until the hold is ended. The case is named by its number, in the officer's region.

    Raises Refused when there is no such case (any more), when it is held for the same reason already, or when the
    review is not ahead or further than the data allow.
    """
    _may_be_reviewed(review_on)
    if reason not in {one.key for one in reasons()}:
        raise Refused(_("Valitse syy."), field="reason")
    case_id = case_of(number)

    def make() -> Hold:
        return Hold.objects.create(
            case_id=case_id, number=number.strip(), region_id=by.region_id, reason=reason, review_on=review_on,
            made_by_id=by.user_id, form_key=key,
        )

    others = Hold.objects.standing().filter(case_id=case_id, reason=reason)
    if (others.exclude(form_key=key) if key else others).exists():
        raise Refused(_("Asialla on jo keskeytys samasta syystä. Jatka sitä."), field="reason")
    hold, made = once(Hold.objects.visible_to(by), key, make, case_id=case_id)
    if made:
        _is_still_there()
        record(
            "retention.hold_put", by=by, stream=("case", case_id), obj=("hold", hold.pk), reason=reason,
            review_on=review_on,
        )
        _remind(hold, review_on, by)
    return hold


def _remind(hold: Hold, day: date, by: Actor) -> None:
    outbox.promise(TO_REVIEW, hold.pk, hold.case_id, due=dates.start_of_day(day), by=by)


def case_of(number: str) -> int:
    """The id of the case with this number in the officer's own region. Raises Refused."""
    with connection.cursor() as cursor:
        cursor.execute("select id from access_officer_cases(%s, null)", [number.strip()])
        found = cursor.fetchone()
    if found is None:
        raise Refused(_("Asiaa ei löydy alueeltasi. Tarkista numero."), field="number")
    return found[0]


def _is_still_there() -> None:
    """A case that is being erased this very moment is waited for, and then there is nothing to hold."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("set constraints all immediate")
            cursor.execute("set constraints all deferred")
    except IntegrityError as error:
        raise Refused(_("Asian tiedot ehdittiin jo poistaa."), field="number") from error


def _may_be_reviewed(day: date) -> None:
    latest = dates.add_months(dates.today(), common().retention.review_months)
    if not dates.today() < day <= latest:
        text = _("Valitse päivä, joka on huomisen ja %(day)s välillä.")
        raise Refused(text % {"day": dates.d(latest)}, field="review_on")


@transaction.atomic
def review(*, hold: Hold, review_on: date, by: Actor) -> None:
    """The reason still stands: look again on another day. Raises Refused when it was ended meanwhile."""
    _may_be_reviewed(review_on)
    if not Hold.objects.filter(pk=hold.pk, ended_at__isnull=True).update(review_on=review_on):
        raise Refused(_("Keskeytys on jo päätetty."))
    _remind(hold, review_on, by)
    record(
        "retention.hold_reviewed", by=by, stream=("case", hold.case_id), obj=("hold", hold.pk), review_on=review_on
    )


@transaction.atomic
def end(*, hold: Hold, by: Actor) -> None:
    """The reason is over: what is due goes with the next run. Raises Refused when it was ended already."""
    if not Hold.objects.filter(pk=hold.pk, ended_at__isnull=True).update(ended_at=dates.now(), ended_by_id=by.user_id):
        raise Refused(_("Keskeytys on jo päätetty."))
    record("retention.hold_ended", by=by, stream=("case", hold.case_id), obj=("hold", hold.pk), reason=hold.reason)
