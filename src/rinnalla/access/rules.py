"""The one rule of who may see a case, for lists and for single pages alike (architecture rule 3).

Every `visible_to(actor)` of a room goes through `case_ids`; this is the first wall's only seam, and the test that
proves the second wall switches it off right here.
"""

from django.db.models import BooleanField, Exists, F, Func, OuterRef, QuerySet

from rinnalla.access.actor import CLIENT, JOB, REPRESENTATIVE, Actor
from rinnalla.access.models import Depth, Grant


def case_ids(actor: Actor, depth: Depth = Depth.BASICS) -> QuerySet:
    """Ids of the cases the actor may see at least at `depth`, as a sub-query (`IN (… union all …)`)."""
    live = Grant.objects.live().filter(depth__gte=depth)
    if actor.kind == CLIENT:
        return Grant._meta.get_field("case").related_model._base_manager.filter(
            person_id=actor.person_id, person__isnull=False
        ).values("id")
    if actor.kind in (JOB, REPRESENTATIVE):  # of a representative the case of the mandate, read with the actor
        return Grant._meta.get_field("case").related_model._base_manager.filter(pk__in=actor.case_ids).values("id")
    if not actor.is_staff or not actor.agreed or not actor.field_groups():  # a role that may see no group sees no case
        return Grant.objects.none().values("case_id")
    mine = live.filter(user_id=actor.user_id, organisation_id=actor.organisation_id).values("case_id")
    of_my_unit = live.filter(unit_id=actor.unit_id).values("case_id")
    return mine.union(of_my_unit, all=True)


def visible(rows: QuerySet, actor: Actor, column: str = "case_id", depth: Depth = Depth.BASICS) -> QuerySet:
    """The rows whose case the actor may see. The first wall: everything that lists or opens client rows uses it."""
    return rows.filter(**{f"{column}__in": case_ids(actor, depth)})


def within_leave(rows: QuerySet, actor: Actor, *columns: str) -> QuerySet:
    """The rows whose field groups, named by `columns`, the actor's role may see and a live leave for the row's own case
    covers: what a list over many cases draws, as the page of one case would (docs/access.md, table D)."""
    leave = Grant.objects.live().held_by(actor).filter(depth__gte=Depth.BASICS, case=OuterRef("case"))
    for column in columns:
        covers = Func(F("field_groups"), OuterRef(column), function="jsonb_exists", output_field=BooleanField())
        covered = Exists(leave.annotate(covers=covers).filter(covers=True))
        rows = rows.filter(covered, **{f"{column}__in": actor.field_groups()})
    return rows
