"""What two rounds tell, how many employers use the services, and what was done (E-11, T-67).

Only rounds that are over are told: of one that runs, each new answer could be worked out from the mean before it.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from rinnalla.employers.contacting.models import EmployerContact
from rinnalla.employers.models import Employer
from rinnalla.employers.surveys.models import AttitudeAction, ServiceUse, SurveyReply, SurveyRound
from rinnalla.lib import dates
from rinnalla.organisations.models import Region
from rinnalla.servicemodels.codes import code_list, code_name, deadline


@dataclass(frozen=True)
class Told:
    """What a round told of a question: the mean in tenths and the per cent of those who know; None when hidden."""

    answers: int | None
    tenths: int | None
    percent: int | None


@dataclass(frozen=True)
class Line:
    """A question in two rounds. `change` is of the mean, in tenths; `more` of those who know, in per cent units."""

    name: str
    about: str
    highest: int
    before: Told
    now: Told

    @property
    def change(self) -> int | None:
        if self.before.tenths is None or self.now.tenths is None:
            return None
        return self.now.tenths - self.before.tenths

    @property
    def more(self) -> int | None:
        if self.before.percent is None or self.now.percent is None:
            return None
        return self.now.percent - self.before.percent


@dataclass(frozen=True)
class Use:
    """Employers contacted in a period, how many of them used a service, and users by service."""

    since: date
    contacted: int
    using: int
    services: list[tuple[str, int]]

    @property
    def percent(self) -> int | None:
        """Half up; None when nobody was contacted."""
        return (200 * self.using + self.contacted) // (2 * self.contacted) if self.contacted else None


def lines(before: SurveyRound | None, now: SurveyRound) -> list[Line]:
    """Each question of the later round, beside the earlier one where it was asked too."""
    least = deadline(now.region, "small_number")
    given = {one.pk: _marks(one) for one in (before, now) if one}
    found = []
    for one in code_list("survey_items"):
        if one.key in now.items:
            earlier = given[before.pk] if before and one.key in before.items else {}
            found.append(Line(
                one.name, one.definition.about, one.definition.highest, _told(earlier.get(one.key, []), one, least),
                _told(given[now.pk].get(one.key, []), one, least),
            ))  # fmt: skip
    return found


def closed(region_id: int) -> list[SurveyRound]:
    """The rounds that are over, the newest first."""
    rows = SurveyRound.objects.filter(region_id=region_id, closes_on__lt=dates.today()).select_related("region")
    return list(rows.order_by("-closes_on", "-pk"))


def _marks(round: SurveyRound) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for answers in SurveyReply.objects.filter(round=round, answered_at__isnull=False).values_list("answers", flat=True):
        for key, mark in answers.items():
            found.setdefault(key, []).append(mark)
    return found


def _told(marks: list[int], item: Any, least: int) -> Told:
    """Hidden when few answered; the share also when those who know, or those who don't, are few."""
    number = len(marks)
    if 0 < number < least:
        return Told(None, None, None)
    if not number:
        return Told(0, None, None)
    percent = None
    if item.definition.knows:
        knows = sum(mark >= item.definition.knows for mark in marks)
        if not (0 < knows < least or 0 < number - knows < least):
            percent = (200 * knows + number) // (2 * number)
    return Told(number, (20 * sum(marks) + number) // (2 * number), percent)


def use_of(region: Region) -> Use:
    """Employers using ÷ employers contacted, over the last months that dated data says (E-11)."""
    since = dates.add_months(dates.today(), -deadline(region, "service_use_period"))
    held = EmployerContact.objects.held().filter(employer__region=region, on__gte=since)
    contacted = set(held.values_list("employer_id", flat=True))
    used = ServiceUse.objects.filter(employer_id__in=contacted, on__gte=since).values_list("employer_id", "service")
    each = Counter(service for _employer, service in set(used))
    services = [(one.name, each[one.key]) for one in code_list("employer_services")]
    return Use(since, len(contacted), len({employer for employer, _service in used}), services)


def attitudes(region_id: int, most: int = 20) -> list[AttitudeAction]:
    """What was done, the newest first."""
    rows = AttitudeAction.objects.filter(region_id=region_id)
    return list(rows.select_related("employer", "unit__organisation", "made_by")[:most])


def used(employer: Employer, most: int = 8) -> list[tuple[str, ServiceUse]]:
    """The services an employer has used, the newest first, by name."""
    return [(code_name("employer_services", one.service), one) for one in employer.service_uses.all()[:most]]
