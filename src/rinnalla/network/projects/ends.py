"""What a project would leave alone if it ended now (E-06, C-29), and how far it has reached of those in need (T-24)."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from rinnalla.lib.smallnumbers import Shown, hide_small
from rinnalla.network.contacts.models import CooperationContact
from rinnalla.network.development.models import Development
from rinnalla.network.projects.models import Project
from rinnalla.servicemodels import codes
from rinnalla.services.pilots.reading import counts


@dataclass(frozen=True)
class Left:
    """One thing that has no heir yet: what kind, in words, and the row."""

    kind: str
    text: str
    row: object = None


def open_ends(project: Project) -> list[Left]:
    """Everything that would be orphaned: results without an heir, actions and pilots still open, contacts ahead, parts
    of an umbrella that still run. A project that says nothing stays has not been thought through either."""
    found = [
        Left("result", _("Tuloksella ei ole jatkajaa: %(what)s") % {"what": one.what}, one)
        for one in project.results.filter(heir__isnull=True)
    ]
    found += [
        Left("action", _("Kehittämistoimi on kesken: %(what)s") % {"what": one.title}, one)
        for one in Development.objects.filter(project=project).open()
    ]
    running = project.pilots.filter(pilot__closed_at__isnull=True).select_related("pilot")
    found += [Left("pilot", _("Pilotti on kesken: %(what)s") % {"what": one.pilot.name}, one.pilot) for one in running]
    coming = CooperationContact.objects.filter(project=project).coming()
    found += [Left("contact", _("Tapaaminen on kirjaamatta: %(what)s") % {"what": one.title}, one) for one in coming]
    parts = project.parts.filter(closed_at__isnull=True)
    found += [Left("part", _("Osahanke on kesken: %(what)s") % {"what": one.name}, one) for one in parts]
    if not found and not project.results.exists():
        found.append(Left("none", _("Yhtään tulosta ei ole kirjattu. Kirjaa, mitä hankkeesta jää.")))
    return found


@dataclass(frozen=True)
class Coverage:
    """How many of those in need the project's pilots have reached; `low` and `high` percents, or None for both."""

    reached: Shown
    low: Decimal | None = None
    high: Decimal | None = None


def coverage(project: Project) -> Coverage:
    """Reached by the estimate: a range for a range, nothing for words, and nothing where the number itself is hidden
    (T-24). A client of two pilots is counted in both: of pilots that could share clients the largest alone counts."""
    found = counts(project.region)
    reached = max((found.get(one.pilot_id, (0, 0))[0] for one in project.pilots.all()), default=0)
    shown = hide_small({"": reached}, codes.deadline(project.region, "small_number"))[""]
    if not project.pilots.all() or shown.kind != "number" or project.need_low is None or project.need_high is None:
        return Coverage(shown)
    return Coverage(shown, _percent(reached, project.need_high), _percent(reached, project.need_low))


def _percent(part: int, whole: int) -> Decimal:
    return (Decimal(100) * part / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)
