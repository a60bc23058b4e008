"""Taking a statistic from outside, and correcting it by a new one of the same day. Nothing of it is ever changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.access.permissions import Permission
from rinnalla.eventlog.record import record
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import once
from rinnalla.reports.statistics.models import StatisticsRow, StatisticsSnapshot
from rinnalla.reports.statistics.reading import read
from rinnalla.servicemodels import codes

INSTALLATION = ("installation", 0)


@dataclass(frozen=True)
class Told:
    """What a source told: of what, of which day, by which definition, and its rows as they were typed."""

    what: str
    as_of: date
    unit: str
    definition: str
    source: str
    rows: str


@transaction.atomic
def take_snapshot(*, by: Actor, told: Told, key: UUID | None = None) -> StatisticsSnapshot:
    """A statistic of one day (E-09, E-36). Raises Refused: a day ahead, a bad line with its number, the same day taken
    already."""
    _require_recorder(by)

    def make() -> StatisticsSnapshot:
        same = StatisticsSnapshot.objects.filter(region_id=by.region_id, what=told.what, as_of=told.as_of)
        if same.exists():
            raise Refused(_("Tältä päivältä on jo tilasto. Korjaa se sen omalla sivulla."), field="as_of")
        return _written(by, told, key)

    return _once(by, told, key, make)


@transaction.atomic
def correct_snapshot(
    *, snapshot: StatisticsSnapshot, by: Actor, told: Told, why: str, key: UUID | None = None
) -> StatisticsSnapshot:
    """A new statistic of the same thing and day takes the earlier one's place and says why; the earlier can still be
    read. Raises Refused: no reason, another day or subject, corrected already, a bad line with its number."""
    _require_recorder(by)
    earlier = StatisticsSnapshot.objects.visible_to(by).filter(pk=snapshot.pk).first()
    if earlier is None:
        raise Refused(_("Tilasto ei ole alueesi."))
    if (earlier.what, earlier.as_of) != (told.what, told.as_of):
        raise Refused(_("Korjaus on samasta tilastosta ja samalta päivältä. Kirjaa muu uutena."), field="as_of")
    if not why.strip():
        raise Refused(_("Kerro, mitä korjataan ja miksi."), field="why")

    def make() -> StatisticsSnapshot:
        if StatisticsSnapshot.objects.filter(replaces=earlier).exists():
            raise Refused(_("Tämä on jo korjattu. Korjaa uusinta."), field="why")
        return _written(by, told, key, replaces=earlier, why=why.strip())

    return _once(by, told, key, make)


def _once(by: Actor, told: Told, key: UUID | None, make) -> StatisticsSnapshot:
    """Twice sent is once taken; the loser of two at the same time is told to look at the other's."""
    try:
        with transaction.atomic():
            row, _new = once(
                StatisticsSnapshot.objects.all(), key, make, region_id=by.region_id, what=told.what, as_of=told.as_of
            )
    except IntegrityError as error:
        raise Refused(_("Joku muu ehti kirjata saman. Avaa luettelo ja katso se ensin."), field="as_of") from error
    return row


def _written(
    by: Actor, told: Told, key: UUID | None, replaces: StatisticsSnapshot | None = None, why: str = ""
) -> StatisticsSnapshot:
    lines = _checked(by, told)
    row = StatisticsSnapshot.objects.create(
        region_id=by.region_id,
        what=told.what,
        as_of=told.as_of,
        unit=told.unit,
        definition=told.definition.strip(),
        source=told.source.strip(),
        replaces=replaces,
        why=why,
        made_by_id=by.user_id,
        form_key=key,
    )
    StatisticsRow.objects.bulk_create(
        StatisticsRow(snapshot=row, place=place, key=known, label=one.label, value=one.value)
        for place, (known, one) in enumerate(lines)
    )
    verb = "reports.statistics_corrected" if replaces else "reports.statistics_taken"
    record(verb, by=by, stream=INSTALLATION, obj=("statistics", row.pk), what=told.what, as_of=told.as_of)
    return row


def _checked(by: Actor, told: Told) -> Sequence:
    """The rows, each with the key of the row it is known as. Raises Refused."""
    subject = codes.code("statistics_subjects", told.what)
    if subject is None:
        raise Refused(_("Valitse, mistä tilasto on."), field="what")
    if told.as_of > dates.today():
        raise Refused(_("Päivä on vasta tulossa. Kirjoita päivä, jolta luvut ovat."), field="as_of")
    for field, words in (("definition", told.definition), ("source", told.source)):
        if not words.strip():
            raise Refused(_("Tämä kohta on tyhjä. Täytä se."), field=field)
    least = codes.deadline(codes.of_region(by.region_id or 0), "small_number")
    good, bad = read(told.rows, unit=told.unit, least=least)
    if bad:
        raise Refused("\n".join(str(one) for one in bad[:20]), field="rows")
    if not good:
        raise Refused(_("Kirjoita vähintään yksi rivi: nimi, puolipiste ja luku."), field="rows")
    names = {name.casefold(): row.key for row in subject.definition.rows for name in row.names.model_dump().values()}
    found = [(names.get(one.label.casefold(), ""), one) for one in good]
    _require_known(subject, [key for key, _line in found if key], {key: one.value for key, one in found if key})
    return found


def _require_known(subject: codes.Code, keys: list[str], values: dict) -> None:
    """The rows that the subject must have are there once, and the first is no more than the second."""
    lacking = [row.names.in_language for row in subject.definition.rows if row.key not in values]
    if lacking:
        raise Refused(
            _("Rivi puuttuu: %(rows)s. Kirjoita nimi juuri näin.") % {"rows": "; ".join(lacking)}, field="rows"
        )
    if len(keys) != len(values):
        raise Refused(_("Sama rivi on kahdella kielellä. Jätä niistä yksi."), field="rows")
    wanted = [values[row.key] for row in subject.definition.rows]
    if len(wanted) == 2 and (wanted[1] <= 0 or wanted[0] > wanted[1]):
        raise Refused(_("Osa on suurempi kuin koko joukko. Tarkista luvut."), field="rows")


def _require_recorder(by: Actor) -> None:
    if not by.can(Permission.DEVELOPMENT_RECORD) or by.region_id is None:
        raise Refused(_("Tilastoja kirjaavat kehittäjät ja esihenkilöt."))
