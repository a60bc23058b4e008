"""Whoever answers for the client is told of every decline (C-01); who declines does not learn that there is a case."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection, transaction
from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from rinnalla import outbox
from rinnalla.access.actor import Actor
from rinnalla.access.models import Grant
from rinnalla.access.permissions import Permission
from rinnalla.cases.models import Case
from rinnalla.eventlog.record import record
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.texts import in_language
from rinnalla.organisations.models import Unit
from rinnalla.referrals.models import Referral
from rinnalla.referrals.models_declines import DeclineNotice

TELL = "referrals.tell_of_decline"


def tell_of_declined_referral(referral: Referral, by: Actor) -> None:
    """Leave a notice in the person's open case, if there is one, and a promise of mail.

    An owner-run function finds the case and says nothing back; the promise is the same with a case and without.
    """
    with connection.cursor() as cursor:
        cursor.execute("select referrals_notice_decline(%s)", [referral.pk])
    outbox.promise(TELL, referral.pk, by=by)


def tell_of_declined_guidance(*, case: Case, unit: Unit, field_group: str, by: Actor, told: int | None) -> None:
    """The same of guidance, whose case the decliner sees. `told` is a user who hears of it anyhow."""
    answers = case.responsible_worker_id or case.arranger_id
    if answers is None or answers == by.user_id:
        return
    DeclineNotice.objects.create(case=case, kind=DeclineNotice.Kind.GUIDANCE, unit=unit, field_group=field_group)
    if answers != told:
        outbox.promise("cases.tell_user", answers, by=by)


def who_answers(referral_id: int) -> list[int]:
    """For the worker that sends the mail: whoever answers for the open case of a declined referral's person."""
    with connection.cursor() as cursor:
        cursor.execute("select * from referrals_answers_for(%s)", [referral_id])
        return [row[0] for row in cursor.fetchall()]


@transaction.atomic
def mark_seen(*, notice: DeclineNotice, by: Actor) -> None:
    """Whoever answers for the client knows of it and has seen to what follows. Twice pressed is once done.

    Raises Refused for anybody else."""
    if not DeclineNotice.objects.told_to(by).filter(pk=notice.pk).exists():
        raise Refused(_("Vain asiakkaan asioista vastaava merkitsee tämän nähdyksi."))
    rows = DeclineNotice.objects.filter(pk=notice.pk, seen_at__isnull=True)
    if rows.update(seen_at=dates.now(), seen_by_id=by.user_id):
        record(
            "referrals.decline_seen", by=by, stream=("case", notice.case_id), obj=("decline", notice.pk),
            person_id=notice.case.person_id,
        )


# For a query that reads cases anyway ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Declined:
    """A decline nobody who answers for the client has marked as seen: what, by which unit, and when."""

    kind: str
    unit: str
    at: datetime


def declined(actor: Actor) -> ArraySubquery | None:
    """A column of unseen declines for a query of cases the actor answers for or arranges, where the actor's leave
    covers their field group."""
    if not actor.can(Permission.CASE_EDIT):
        return None
    covers = Func(F("field_groups"), OuterRef("field_group"), function="jsonb_exists", output_field=BooleanField())
    leave = Grant.objects.live().held_by(actor).annotate(covers=covers).filter(case=OuterRef("case"), covers=True)
    mine = Q(case__responsible_worker__isnull=False) | Q(case__arranger_id=actor.user_id)
    rows = DeclineNotice.objects.unseen().filter(mine, Exists(leave), case=OuterRef("pk"))
    return ArraySubquery(rows.order_by("at", "pk").values(found=JSONObject(kind="kind", unit="unit__names", at="at")))


def declined_rows(found: Iterable[dict[str, Any]]) -> list[Declined]:
    """The declines of the column."""
    return [Declined(one["kind"], in_language(one["unit"]), datetime.fromisoformat(one["at"])) for one in found]
