"""Lines of my day that come from agreed actions, hand-overs and the client's own words."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.access.rules import within_leave
from rinnalla.cases.models import ResponsibleProposal
from rinnalla.desk.day_lines import Item, case_page, late, row_of, when
from rinnalla.desk.queries import CaseRow, soon
from rinnalla.lib import dates
from rinnalla.plans.models import Action
from rinnalla.referrals.models import DeclineNotice

MOST = 100


def actions_due(actor: Actor, rows: dict[int, CaseRow]) -> tuple[list[Item], list[Item]]:
    """The actor's own actions that fall due within a week, and those of others that are late in cases the actor answers
    for; of the field groups the leave covers. One statement for both."""
    visible = within_leave(Action.objects.visible_to(actor), actor, "field_group", "goal__field_group")
    own = Q(owner_id=actor.user_id) & (Q(due_on__lte=soon(7)) | Q(follow_up_on__lte=soon(0)))
    of_others = Q(due_on__lt=dates.today()) & Q(case__responsible_worker_id__in=[actor.user_id, *actor.deputises])
    found = visible.open().filter(own | of_others).select_related(
        "case__person", "case__responsible_worker", "owner", "organisation", "drop", "done"
    )
    mine, others = [], []
    for one in found.order_by("due_on", "pk")[:MOST]:
        if one.owner_id == actor.user_id:
            mine.append(_own(one))
        elif one.case_id in rows:
            others.append(_late(one, rows[one.case_id]))
    return mine, others


def _own(one: Action) -> Item:
    url = reverse("plans:plan", kwargs={"case_uuid": one.case.uuid})
    day = one.due_on or one.follow_up_on
    return Item(row_of(one.case), one.what, _("Sinun toimesi suunnitelmassa"), *when(day), _("Avaa toimi"), url)


def _late(one: Action, row: CaseRow) -> Item:
    whose = _("Asiakas itse") if one.by_client else one.owner.name if one.owner else one.organisation.name
    agreed = _("Sovittu %(day)s") % {"day": dates.d(one.due_on)}
    return Item(
        row, one.what, agreed, late(one.late_days), "late", _("Kysy tilanne"), case_page(row, "plans:plan"), whose
    )


def said(rows: Iterable[CaseRow]) -> list[Item]:
    """What clients have written, or said about the plan, and nobody has answered yet; the nearest day first."""
    rows = list(rows)
    waiting = sorted((row for row in rows if row.client_said), key=lambda row: row.client_said)
    comments = [
        Item(
            row, _("%(name)s kommentoi suunnitelmaa") % {"name": row.given_names.split(" ")[0]}, "",
            dates.d(dates.local(row.client_said).date()), "wait", _("Lue ja vastaa"),
            case_page(row, "plans:plan") + "#comments",
        )
        for row in waiting
    ]  # fmt: skip
    return [*(_wrote(row) for row in sorted((one for one in rows if one.answer_by), key=_by_day)), *comments]


def _by_day(row: CaseRow) -> tuple[date, int]:
    return row.answer_by or date.max, row.pk


def _wrote(row: CaseRow) -> Item:
    """What the client wrote to the team and nobody has answered."""
    name = {"name": row.given_names.split(" ")[0]}
    what = _("%(name)s toivoo, että soitat") if row.wants_call else _("%(name)s kirjoitti tiimille")
    return Item(
        row, what % name, _("Vastaa viimeistään %(day)s") % {"day": dates.d(row.answer_by)}, *when(row.answer_by),
        _("Lue ja vastaa"), case_page(row, "messages:thread"),
    )


def declines(rows: Iterable[CaseRow]) -> list[Item]:
    """Declines in cases the actor answers for that nobody has marked as seen, the oldest first (C-01)."""
    found = sorted(((one, row) for row in rows for one in row.declined), key=lambda pair: (pair[0].at, pair[1].pk))
    return [
        Item(
            row, str(DeclineNotice.Kind(one.kind).label), one.unit, dates.d(dates.local(one.at).date()), "late",
            _("Sovi jatkosta"), case_page(row, "referrals:declined"),
        )
        for one, row in found
    ]  # fmt: skip


def handovers(actor: Actor) -> list[Item]:
    open_ones = ResponsibleProposal.objects.visible_to(actor).filter(settled_at__isnull=True)
    waiting = open_ones.filter(Q(worker_id=actor.user_id) | Q(made_by_id=actor.user_id))
    rows = waiting.select_related("case__person", "case__responsible_worker", "worker", "made_by").order_by(
        "answer_due_on"
    )
    return [_handover(one, actor) for one in rows]


def _handover(one: ResponsibleProposal, actor: Actor) -> Item:
    asked = one.worker_id == actor.user_id
    what = (
        _("Sinua ehdotetaan asiakasvastaavaksi")
        if asked
        else _("%(name)s on ehdolla asiakasvastaavaksi") % {"name": one.worker.name}
    )
    by = _("Ehdottaa %(name)s") % {"name": one.made_by.name} if asked else _missing(one)
    url = reverse("cases:proposal", kwargs={"case_uuid": one.case.uuid, "proposal_uuid": one.uuid})
    return Item(row_of(one.case), what, by, *when(one.answer_due_on), _("Avaa ehdotus"), url)


def _missing(one: ResponsibleProposal) -> str:
    if not one.worker_answer:
        return _("Odottaa ehdokkaan vastausta")
    if one.is_handover and one.meeting_on is None:
        return _("Odottaa yhteistä tapaamista")
    return _("Odottaa asiakkaan vastausta")
