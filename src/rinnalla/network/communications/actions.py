"""Planning what is told, checking it, publishing it, counting how often it was seen; experiences and their leave."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.access.permissions import Permission
from rinnalla.employers.texts import without_client
from rinnalla.eventlog.record import record
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import once, save_version
from rinnalla.network.communications.models import (
    AwarenessSurvey,
    CommunicationItem,
    CommunicationMetric,
    CommunicationPlan,
    ExperienceNote,
)
from rinnalla.servicemodels.codes import code, code_list

INSTALLATION = ("installation", 0)


@dataclass(frozen=True)
class Told:
    """What an item is: kind, style, words, where and to whom, when."""

    kind: str
    style: str
    title: str
    topic: str
    channels: list[str]
    audiences: list[str]
    planned_on: date
    campaign: CommunicationItem | None = None


@transaction.atomic
def set_plan(*, by: Actor, year: int, aim: str) -> CommunicationPlan:
    """What the year aims at; said again, the newer stands (E-62). Raises Refused."""
    _may(by, by.region_id)
    said = without_client(aim, "aim")
    if not said:
        raise Refused(_("Kirjoita, mihin vuoden viestinnällä pyritään."), field="aim")
    row, new = CommunicationPlan.objects.get_or_create(
        region_id=by.region_id, year=year, defaults={"aim": said, "made_by_id": by.user_id}
    )
    if not new:
        save_version(CommunicationPlan.objects.select_for_update().get(pk=row.pk), row.version, aim=said)
    _note("plan_set", by, row)
    return row


@transaction.atomic
def plan_item(*, by: Actor, told: Told, key: UUID | None = None) -> CommunicationItem:
    """An item of the maker's unit. Raises Refused."""
    _may(by, by.region_id)
    said = _checked(told, by)

    def make() -> CommunicationItem:
        return CommunicationItem.objects.create(
            region_id=by.region_id, unit_id=by.unit_id, made_by_id=by.user_id, form_key=key, **said
        )

    row, new = once(CommunicationItem.objects.all(), key, make, region_id=by.region_id, title=said["title"])
    if new:
        _note("item_planned", by, row)
    return row


@transaction.atomic
def change_item(*, item: CommunicationItem, version: int, by: Actor, told: Told) -> None:
    """The item changes, and is to be checked anew: what was checked is no longer what will be told. Raises Refused,
    Conflict."""
    row = _held(item, by, "change")
    said = _checked(told, by)
    campaign = said["campaign"]
    if campaign is not None and (said["kind"] == CommunicationItem.Kind.CAMPAIGN or campaign.pk == row.pk):
        raise Refused(_("Kampanja ei kuulu toiseen kampanjaan."), field="campaign")
    if said["kind"] != CommunicationItem.Kind.CAMPAIGN and row.items.exists():
        raise Refused(_("Tähän kampanjaan kuuluu jo julkaisuja. Se pysyy kampanjana."), field="kind")
    save_version(row, version, checks=[], checked_at=None, checked_by_id=None, **said)
    _note("item_changed", by, row)


@transaction.atomic
def check_item(*, item: CommunicationItem, version: int, by: Actor, checks: Collection[str]) -> None:
    """The points of the list gone through: each is in order, or does not concern this item (E-33). Raises Refused,
    Conflict."""
    row = _held(item, by, "check")
    known = [one.key for one in code_list("accessibility_checks")]
    if set(checks) - set(known):
        raise Refused(_("Valitse jokin vaihtoehdoista."), field="checks")
    save_version(
        row, version, checks=[key for key in known if key in checks], checked_at=dates.now(), checked_by_id=by.user_id
    )
    _note("item_checked", by, row)


@transaction.atomic
def publish_item(*, item: CommunicationItem, by: Actor, on: date, link: str = "") -> None:
    """It is out. Twice is once. Raises Refused: a point of the list is open, a web article without its address."""
    if CommunicationItem.objects.filter(pk=item.pk, published_on=on, published_by_id=by.user_id).exists():
        return
    row = _held(item, by, "publish")
    if missing := row.missing_checks:
        text = _("Käy ensin tarkistuslista läpi. Avoinna: %(missing)s.")
        raise Refused(text % {"missing": "; ".join(missing)})
    if on > dates.today():
        raise Refused(_("Merkitse julkaistuksi, kun se on julkaistu. Tarkista päivä."), field="on")
    if row.kind == CommunicationItem.Kind.WEB_ARTICLE and not link:
        raise Refused(_("Anna verkkoartikkelin osoite."), field="link")
    CommunicationItem.objects.filter(pk=row.pk).update(published_on=on, published_by_id=by.user_id, link=link)
    _note("item_published", by, row)


@transaction.atomic
def drop_item(*, item: CommunicationItem, by: Actor, words: str) -> None:
    """It is not done after all, and why. Twice is once. Raises Refused."""
    if CommunicationItem.objects.filter(pk=item.pk, dropped_at__isnull=False).exists():
        return
    row = _held(item, by, "drop")
    said = without_client(words, "words")
    if not said:
        raise Refused(_("Kirjoita, miksi tätä ei tehdä."), field="words")
    CommunicationItem.objects.filter(pk=row.pk).update(
        dropped_at=dates.now(), dropped_by_id=by.user_id, dropped_words=said
    )
    _note("item_dropped", by, row)


@transaction.atomic
def count_seen(
    *, item: CommunicationItem, by: Actor, channel: str, on: date, impressions: int, source: str,
    key: UUID | None = None,
) -> CommunicationMetric:
    """How often it had been seen in a channel by a day, all in all (E-60). Raises Refused."""
    row = _held(item, by, "count")
    if channel not in row.channels:
        raise Refused(_("Valitse kanava, jossa tämä julkaistiin."), field="channel")
    if on > dates.today() or (row.published_on and on < row.published_on):
        raise Refused(_("Valitse päivä julkaisun ja tämän päivän väliltä."), field="on")
    said = without_client(source, "source")

    def make() -> CommunicationMetric:
        if row.metrics.filter(channel=channel, on=on).exists():
            raise Refused(_("Tälle kanavalle on jo luku tältä päivältä."), field="on")
        return CommunicationMetric.objects.create(
            item=row, channel=channel, on=on, impressions=impressions, source=said, made_by_id=by.user_id, form_key=key
        )

    metric, new = once(CommunicationMetric.objects.all(), key, make, item_id=row.pk, impressions=impressions)
    if new:
        _note("seen_counted", by, row)
    return metric


@transaction.atomic
def record_awareness(
    *, by: Actor, audience: str, on: date, answered: int, knew: int, source: str, key: UUID | None = None
) -> AwarenessSurvey:
    """How many of an audience who answered knew of the services (E-17). Raises Refused."""
    _may(by, by.region_id)
    if code("communication_audiences", audience) is None:
        raise Refused(_("Valitse jokin vaihtoehdoista."), field="audience")
    if knew > answered:
        raise Refused(_("Palvelut tuntevia ei voi olla enemmän kuin vastanneita."), field="knew")
    if on > dates.today():
        raise Refused(_("Päivä on tulevaisuudessa. Kirjaa tulos, kun kysely on tehty."), field="on")

    def make() -> AwarenessSurvey:
        return AwarenessSurvey.objects.create(
            region_id=by.region_id, audience=audience, on=on, answered=answered, knew=knew,
            source=without_client(source, "source"), made_by_id=by.user_id, form_key=key,
        )

    row, new = once(AwarenessSurvey.objects.all(), key, make, region_id=by.region_id, audience=audience)
    if new:
        _note("awareness_recorded", by, row)
    return row


# Experiences ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def note_experience(
    *, by: Actor, teller: str, theme: str, words: str, told_on: date, permitted: bool, key: UUID | None = None
) -> ExperienceNote:
    """What somebody has lived, in words that tell nobody; `permitted`: may be told to those who decide (V-10). Raises
    Refused."""
    _may(by, by.region_id)
    if code("experience_themes", theme) is None:
        raise Refused(_("Valitse jokin vaihtoehdoista."), field="theme")
    said = without_client(words, "words")
    if not said:
        raise Refused(_("Kirjoita kokemus."), field="words")
    if told_on > dates.today():
        raise Refused(_("Päivä on tulevaisuudessa. Kirjaa päivä, jolloin kokemus kerrottiin."), field="told_on")

    def make() -> ExperienceNote:
        return ExperienceNote.objects.create(
            region_id=by.region_id, unit_id=by.unit_id, teller=teller, theme=theme, words=said, told_on=told_on,
            permitted_on=told_on if permitted else None, made_by_id=by.user_id, form_key=key,
        )

    row, new = once(ExperienceNote.objects.all(), key, make, region_id=by.region_id)
    if new:
        _note("experience_noted", by, row)
    return row


@transaction.atomic
def take_back(*, note: ExperienceNote, by: Actor) -> None:
    """The teller's leave is taken back: it is told no more. Twice is once. Raises Refused."""
    _may(by, note.region_id)
    row = ExperienceNote.objects.select_for_update().get(pk=note.pk)
    if row.taken_back_at is None:
        ExperienceNote.objects.filter(pk=row.pk).update(taken_back_at=dates.now(), taken_back_by_id=by.user_id)
        _note("experience_taken_back", by, row)


def may_keep(actor: Actor) -> bool:
    """Whether the actor plans and counts what is told."""
    return actor.can(Permission.COMMUNICATION_KEEP)


def _checked(told: Told, by: Actor) -> dict[str, Any]:
    """The columns of an item. Raises Refused: an unknown channel or audience, a campaign of another region."""
    for field in ("channels", "audiences"):
        if not getattr(told, field) or any(code(f"communication_{field}", one) is None for one in getattr(told, field)):
            raise Refused(_("Valitse jokin vaihtoehdoista."), field=field)
    campaign = told.campaign
    if campaign is not None and (
        told.kind == CommunicationItem.Kind.CAMPAIGN or campaign.kind != CommunicationItem.Kind.CAMPAIGN
        or campaign.region_id != by.region_id
    ):
        raise Refused(_("Valitse oman alueen kampanja."), field="campaign")
    words = {name: without_client(getattr(told, name), name) for name in ("title", "topic")}
    return {name: getattr(told, name) for name in told.__dataclass_fields__} | words


def _held(item: CommunicationItem, by: Actor, act: str) -> CommunicationItem:
    _may(by, item.region_id)
    row = CommunicationItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if not row.allows(act):
        raise Refused(_("Tämä on jo julkaistu, jätetty pois tai vielä julkaisematta. Päivitä sivu."))
    return row


def _may(by: Actor, region_id: int | None) -> None:
    if not by.can(Permission.COMMUNICATION_KEEP) or region_id is None or by.region_id != region_id:
        raise Refused(_("Viestintää suunnittelevat koordinaattorit ja esihenkilöt."))


def _note(what: str, by: Actor, row: models.Model) -> None:
    record(f"network.communication_{what}", by=by, stream=INSTALLATION, obj=(row._meta.model_name or "", row.pk))
