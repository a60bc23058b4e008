"""The actions about services that change or end: telling those with a client in them, reading, what follows."""

from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from rinnalla import outbox
from rinnalla.access.actor import Actor
from rinnalla.access.roles import ROLES
from rinnalla.access.rules import within_leave
from rinnalla.catalogue.models import CardChange
from rinnalla.eventlog.record import record
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import once
from rinnalla.services.actions import note, require_open
from rinnalla.services.models import ENDED, CardNotice, Continuation, ServiceEpisode


@transaction.atomic
def tell_of_change(*, change: CardChange) -> list[int]:
    """Give a notice to everybody who answers for an open case with a client in the service, and a mail that says no
    more than that something waits (L-80). Repeated, it tells nobody twice. Returns the users newly told.

    Only to those who may see that very episode: the name of a protected service reaches nobody by way of a notice.
    """
    roles = [role.key for role in ROLES.values() if change.card.field_group in role.field_groups]
    with connection.cursor() as cursor:
        cursor.execute("select services_tell_of_change(%s, %s, %s)", [change.pk, roles, dates.now()])
        told = sorted(row[0] for row in cursor.fetchall())
    for user_id in told:
        outbox.promise("cases.tell_user", user_id)
    return told


def tell_latecomers() -> list[int]:
    """Tell of every ending service also those who have come to answer for a client in it since it was first told: a new
    responsible worker, or the worker of a client who came in later (L-67). Also when the service has already ended and
    somebody is still inside. Returns the users newly told."""
    standing = CardChange.objects.filter(kind=CardChange.Kind.ENDING, last_day=F("card__valid_until"))
    return [user for one in standing.select_related("card") for user in tell_of_change(change=one)]


def clients_in(actor: Actor, change: CardChange) -> QuerySet[ServiceEpisode]:
    """The actor's own clients whose episode the news is about; for an ending those nothing is agreed for come first."""
    rows = ServiceEpisode.objects.visible_to(actor).filter(card_id=change.card_id, ended_on__isnull=True)
    rows = within_leave(rows, actor, "field_group").filter(case__closed_at__isnull=True)
    return rows.select_related("case__person", "continuation").order_by("continuation__id", "pk").reverse()


@transaction.atomic
def read_notice(*, notice: CardNotice, by: Actor) -> None:
    """The worker has read the news. Of an ending service first when something follows for every client of one's own.

    Raises Refused while somebody would be left with nothing.
    """
    if notice.user_id != by.user_id:
        raise Refused(_("Tämä tieto on toiselle työntekijälle."))
    if notice.change.kind == CardChange.Kind.ENDING:
        left = clients_in(by, notice.change).filter(continuation__isnull=True, case__responsible_worker_id=by.user_id)
        if count := left.count():
            raise Refused(_("Sovi ensin jatkosta jokaisen asiakkaan kanssa. Sopimatta: %(count)s.") % {"count": count})
    if CardNotice.objects.filter(pk=notice.pk, read_at__isnull=True).update(read_at=dates.now()):
        record("services.notice_read", by=by, stream=("installation", 0), obj=("notice", notice.pk))


@transaction.atomic
def agree_continuation(
    *, episode: ServiceEpisode, by: Actor, way: str, words: str = "", key: UUID | None = None
) -> Continuation:
    """What follows for a client when the service ends (L-67). Said again, the newest holds. Raises Refused."""
    require_open(episode.case)
    if episode.state == ENDED:
        raise Refused(_("Palvelu on jo päättynyt."))
    if way not in Continuation.Way.values:
        raise Refused(_("Valitse, mitä palvelun jälkeen tapahtuu."), field="way")
    if earlier := Continuation.objects.filter(episode=episode).first():
        Continuation.objects.filter(pk=earlier.pk).update(way=way, words=words.strip(), made_by_id=by.user_id)
        earlier.refresh_from_db()
        note(episode, "services.continuation_agreed", by, way=way)
        return earlier

    def make() -> Continuation:
        return Continuation.objects.create(
            case_id=episode.case_id, episode=episode, way=way, words=words.strip(), made_by_id=by.user_id, form_key=key
        )

    row, new = once(Continuation.objects.all(), key, make, episode_id=episode.pk)
    if new:
        note(episode, "services.continuation_agreed", by, way=way)
    return row
