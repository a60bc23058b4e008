"""Putting a material into the bank, a new version of it, reviewing, withdrawing; telling that one uses it."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.search import SearchVector
from django.db import transaction
from django.db.models import Value
from django.utils.translation import gettext as _

from rinnalla import outbox
from rinnalla.access.actor import Actor
from rinnalla.access.models import Membership, User
from rinnalla.access.permissions import Permission
from rinnalla.access.roles import ROLES
from rinnalla.employers.texts import without_client
from rinnalla.eventlog.record import record
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import once, save_version
from rinnalla.network.materials import files
from rinnalla.network.materials.finding import CONFIGS
from rinnalla.network.materials.models import Material, MaterialUse, MaterialVersion, last_day_told
from rinnalla.servicemodels.codes import code

TELL = "network.tell_of_material"


@dataclass(frozen=True)
class Content:
    """What a version says: words, a page text, a file, and what is new in it."""

    title: str
    summary: str
    text: str = ""
    news: str = ""
    file: bytes | None = None


@transaction.atomic
def add_material(
    *, by: Actor, content: Content, kind: str, audience: str, areas: list[str], language: str, review_on: date,
    key: UUID | None = None,
) -> Material:
    """A material with its first version; the maker's unit owns it. Raises Refused."""
    _may(by, by.region_id)
    if code("material_kinds", kind) is None:
        raise Refused(_("Valitse jokin vaihtoehdoista."), field="kind")
    _ahead(review_on)
    said = _checked(content)

    def make() -> Material:
        return Material.objects.create(
            region_id=by.region_id, unit_id=by.unit_id, kind=kind, audience=audience, areas=areas, language=language,
            title=said.title, summary=said.summary, review_on=review_on, made_by_id=by.user_id, form_key=key,
        )

    row, new = once(Material.objects.all(), key, make, region_id=by.region_id, title=said.title)
    if new:
        _publish(row, 1, said, by, key)
        _note("added", by, row)
    return row


@transaction.atomic
def add_version(*, material: Material, version: int, by: Actor, content: Content, key: UUID | None = None) -> None:
    """A newer version; the earlier ones stay to be read. Raises Refused, Conflict. Twice sent is once done."""
    row = _keeping(material, by, "add_version")
    if key and MaterialVersion.objects.filter(material=row, form_key=key).exists():
        return
    said = _checked(content)
    newest = MaterialVersion.objects.filter(material=row).order_by("-number").first()
    save_version(row, version, title=said.title, summary=said.summary)
    _publish(row, (newest.number if newest else 0) + 1, said, by, key)
    _note("changed", by, row)


@transaction.atomic
def review(*, material: Material, version: int, by: Actor, next_on: date) -> None:
    """The material still holds; it is looked at again by `next_on`. Raises Refused, Conflict."""
    row = _keeping(material, by, "review")
    _ahead(next_on, "next_on")
    save_version(row, version, review_on=next_on, reviewed_at=dates.now(), reviewed_by_id=by.user_id)
    _note("reviewed", by, row)


@transaction.atomic
def withdraw(*, material: Material, by: Actor) -> None:
    """Out of the bank: nobody finds it any more, the old address tells so. Twice is once. Raises Refused."""
    if Material.objects.filter(pk=material.pk, withdrawn_at__isnull=False).exists():
        return
    row = _keeping(material, by, "withdraw")
    Material.objects.filter(pk=row.pk).update(withdrawn_at=dates.now(), withdrawn_by_id=by.user_id)
    _note("withdrawn", by, row)


@transaction.atomic
def mark_used(*, material: Material, by: Actor, used: bool) -> None:
    """Whether the actor uses it, or has gone through it. Said again, it stays (T-34). Raises Refused."""
    if not by.can(Permission.LEARNING_JOIN) or by.region_id != material.region_id or not material.allows("use"):
        raise Refused(_("Materiaali ei ole enää käytössä. Päivitä sivu."))
    mine = MaterialUse.objects.filter(material=material, user_id=by.user_id)
    if not used:
        mine.delete()
    elif not mine.exists():
        MaterialUse.objects.bulk_create(
            [MaterialUse(material=material, user_id=by.user_id, unit_id=by.unit_id)], ignore_conflicts=True
        )
    _note("used" if used else "not_used", by, material)


@transaction.atomic
def remind(*, by: Actor) -> int:
    """Tell the owning units, once for each day of review, of what is to be reviewed. Returns how many."""
    told = 0
    for row in Material.objects.to_review(last_day_told(dates.today())).select_for_update():
        if row.reminded_for and row.reminded_for >= row.review_on:
            continue
        Material.objects.filter(pk=row.pk).update(reminded_for=row.review_on)
        for user in keepers(row):
            outbox.promise(TELL, user.pk, by=by)
        _note("reminded", by, row)
        told += 1
    return told


def keepers(row: Material) -> Any:
    """Who sees to the material: those of its unit whose role keeps materials."""
    able = [role.key for role in ROLES.values() if Permission.MATERIAL_KEEP in role.permissions]
    rows = Membership.objects.in_force().filter(unit_id=row.unit_id, role__in=able, user__is_active=True)
    return User.objects.filter(pk__in=rows.values("user_id")).order_by("pk")


def may_keep(actor: Actor, row: Material) -> bool:
    """The owning unit's own people who keep materials."""
    return actor.can(Permission.MATERIAL_KEEP) and actor.unit_id == row.unit_id


def _checked(content: Content) -> Content:
    """The content with its words cleaned. Raises Refused: neither text nor file, a code of a person in it."""
    words = {name: without_client(getattr(content, name), name) for name in ("title", "summary", "text", "news")}
    if not words["text"] and content.file is None:
        raise Refused(_("Kirjoita teksti tai liitä tiedosto."), field="text")
    if content.file is not None:
        files.check(content.file)
    return Content(**words, file=content.file)


def _publish(row: Material, number: int, said: Content, by: Actor, key: UUID | None) -> None:
    kind = files.check(said.file) if said.file is not None else ""
    MaterialVersion.objects.create(
        material=row, number=number, title=said.title, summary=said.summary, text=said.text, news=said.news,
        media_type=kind, size=len(said.file or b""), content=said.file, made_by_id=by.user_id, form_key=key,
    )
    config = CONFIGS[row.language]
    words = SearchVector(Value(said.title), weight="A", config=config)
    words += SearchVector(Value(said.summary), weight="B", config=config)
    words += SearchVector(Value(said.text), weight="C", config=config)
    Material.objects.filter(pk=row.pk).update(search=words)


def _keeping(material: Material, by: Actor, act: str) -> Material:
    """The row, held. Raises Refused: another unit's, or withdrawn meanwhile."""
    row = Material.objects.select_for_update(of=("self",)).get(pk=material.pk)
    if not may_keep(by, row):
        raise Refused(_("Materiaalia hoitaa sen oma yksikkö: %(unit)s.") % {"unit": row.unit.name})
    if not row.allows(act):
        raise Refused(_("Materiaali on poistettu pankista. Päivitä sivu."))
    return row


def _ahead(day: date, field: str = "review_on") -> None:
    if day <= dates.today():
        raise Refused(_("Valitse tarkistukselle päivä, joka on vielä edessä."), field=field)


def _may(by: Actor, region_id: int | None) -> None:
    if not by.can(Permission.MATERIAL_KEEP) or region_id is None or by.unit_id is None:
        raise Refused(_("Materiaaleja lisäävät ne, joiden tehtävään se kuuluu."))


def _note(what: str, by: Actor, row: Material) -> None:
    record(f"network.material_{what}", by=by, stream=("installation", 0), obj=("material", row.pk))
