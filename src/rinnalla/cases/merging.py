"""One person, two rows: made one with all their cases, and taken apart again when it was a mistake.

It lies in this room because the cases move with the person. The row that gives way stays behind nobody's cases, so
nobody sees it; its identity code and former names find the one who stayed.
"""

from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from rinnalla import outbox
from rinnalla.access.actor import Actor
from rinnalla.access.models import User
from rinnalla.cases.models import Case
from rinnalla.eventlog.record import record
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import Conflict, save_version
from rinnalla.people.actions import reseal
from rinnalla.people.models import DifferentPeople, Person, PersonMerge

# What the one who stays takes over where it has nothing.
FILLS = ("phone", "phone_key", "email", "birth_date", "municipality_id", "interpreter")


@transaction.atomic
def merge(
    *, kept: Person, gone: Person, kept_version: int, gone_version: int, by: Actor, reason: str,
    code_changed: bool = False, key: UUID | None = None,
) -> PersonMerge:
    """Make two rows of one person one: `kept` gets every case of `gone`, and its facts where it has none itself.

    `code_changed` says that two different identity codes are one person's old and new one. Raises Refused, and
    Conflict when either row was changed since it was looked at.
    """
    if earlier := PersonMerge.objects.filter(form_key=key).first() if key else None:
        return earlier
    _may_merge(kept, gone, reason, code_changed)
    filled = [name for name in FILLS if not getattr(kept, name) and getattr(gone, name)]
    changes = {name: getattr(gone, name) for name in filled}
    save_version(gone, gone_version, merged_into=kept, **_give_code(kept, gone, changes, filled))
    save_version(kept, kept_version, **changes)
    _move_account(gone, kept, filled)
    moved = _move_cases(gone.pk, kept.pk)
    row = PersonMerge.objects.create(
        person=kept, gone=gone, moved_cases=moved, filled=filled, reason=reason.strip(), made_by_id=by.user_id,
        form_key=key,
    )
    _tell("people.merged", row, by)
    return row


def _may_merge(kept: Person, gone: Person, reason: str, code_changed: bool) -> None:
    if kept.pk == gone.pk:
        raise Refused(_("Valitse kaksi eri riviä."))
    if kept.region_id != gone.region_id:
        raise Refused(_("Henkilöt ovat eri alueiden rekistereissä. Eri alueiden tietoja ei yhdistetä."))
    if kept.merged_into_id or gone.merged_into_id:
        raise Refused(_("Tiedot on jo yhdistetty."))
    if not reason.strip():
        raise Refused(_("Kirjoita, mistä tiedät, että kyse on samasta ihmisestä."), field="reason")
    both = kept.hetu_index is not None and gone.hetu_index is not None
    if both and not code_changed:
        raise Refused(
            _("Henkilötunnukset ovat eri. Yhdistä vain, jos tunnus on vaihtunut, ja merkitse se."), field="code_changed"
        )
    if User.objects.filter(person__in=(kept, gone)).count() > 1:
        raise Refused(_("Molemmilla on oma tunnus palveluun. Pyydä pääkäyttäjää sulkemaan toinen ensin."))


def _give_code(kept: Person, gone: Person, changes: dict, filled: list[str]) -> dict:
    """The code of who gives way goes to who stays, if that one has none. Two codes stay each on its own row."""
    if kept.hetu_index is not None or gone.hetu_index is None:
        return {}
    filled.append("hetu")
    changes |= {"hetu_sealed": reseal(gone, kept), "hetu_index": gone.hetu_index}
    return {"hetu_sealed": None, "hetu_index": None}


def _move_account(source: Person, target: Person, filled: list[str]) -> None:
    user = User.objects.filter(person=source).first()
    if user:
        save_version(user, user.version, person=target)
        filled.append("account")


@transaction.atomic
def undo(*, row: PersonMerge, by: Actor, reason: str) -> None:
    """Take a merge apart: the cases that moved return, and so does what was taken over, unless it changed since.

    Cases begun after the merge stay with the one who stayed. Raises Refused; Conflict when it was undone meanwhile.
    """
    if not reason.strip():
        raise Refused(_("Kirjoita, miksi yhdistäminen oli virhe."), field="reason")
    locked = PersonMerge.objects.select_for_update().get(pk=row.pk)
    if locked.undone_at:
        raise Conflict(locked)
    kept = locked.person
    _move_cases(kept.pk, locked.gone_id, locked.moved_cases)
    # Only now the wall lets the other row be seen again.
    gone = Person.objects.get(pk=locked.gone_id)
    back = {name: Person._meta.get_field(name).get_default() for name in _unchanged(kept, gone, locked.filled)}
    returned: dict = {}
    if "hetu" in locked.filled and kept.hetu_index is not None:
        returned = {"hetu_sealed": reseal(kept, gone), "hetu_index": kept.hetu_index}
        back |= {"hetu_sealed": None, "hetu_index": None}
    save_version(kept, kept.version, **back)
    save_version(gone, gone.version, merged_into=None, **returned)
    if "account" in locked.filled:
        _move_account(kept, gone, [])
    PersonMerge.objects.filter(pk=row.pk).update(
        undone_at=dates.now(), undone_by_id=by.user_id, undone_reason=reason.strip()
    )
    _tell("people.merge_undone", locked, by)


def _unchanged(kept: Person, gone: Person, filled: list[str]) -> list[str]:
    return [name for name in filled if name in FILLS and getattr(kept, name) == getattr(gone, name)]


def _move_cases(source: int, target: int, only: list[int] | None = None) -> list[int]:
    """Every case of one row to the other, also those the actor does not see: a person is not left in two halves."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("select cases_move_person(%s, %s, %s)", [source, target, only])
            return cursor.fetchone()[0] or []
    except IntegrityError as error:
        text = _(
            "Molemmilla on käynnissä jotain, mitä yhdellä ihmisellä on vain yksi, kuten valmennus. "
            "Päätä toinen ensin."
        )
        raise Refused(text) from error


def _tell(verb: str, row: PersonMerge, by: Actor) -> None:
    """Both rows' and every moved case's log say it, and who is responsible hears that something waits."""
    for person_id in (row.person_id, row.gone_id):
        record(verb, by=by, stream=("person", person_id), obj=("merge", row.pk), person_id=person_id)
    for case_id in row.moved_cases:
        record(verb, by=by, stream=("case", case_id), obj=("merge", row.pk), case_id=case_id, person_id=row.person_id)
    responsible = Case.objects.filter(pk__in=row.moved_cases, responsible_worker__isnull=False, closed_at=None)
    for user_id in set(responsible.values_list("responsible_worker_id", flat=True)) - {by.user_id}:
        outbox.promise("cases.tell_user", user_id, by=by)


@transaction.atomic
def tell_apart(*, person: Person, other: Person, by: Actor) -> None:
    """Somebody looked: they are two people. The pair is not proposed again."""
    first, second = sorted((person, other), key=lambda one: one.pk)
    DifferentPeople.objects.get_or_create(person=first, other=second, defaults={"made_by_id": by.user_id})
    for one in (first, second):
        record("people.told_apart", by=by, stream=("person", one.pk), obj=("person", one.pk), person_id=one.pk)
