"""What the bank counts, by region and period, for reports (T-34, T-48, T-65). People are counted, never named."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from rinnalla.lib.smallnumbers import Shown, hide_small
from rinnalla.network.materials.models import Material, MaterialUse


@dataclass(frozen=True)
class Bank:
    """The bank today: offered by audience, and how many of them wait for a review."""

    by_audience: dict[str, int]
    late: int


def bank(region_id: int, on: date) -> Bank:
    """What is offered today, and what of it was to be reviewed before `on`."""
    rows = Material.objects.offered().filter(region_id=region_id)
    counted = Counter(rows.values_list("audience", flat=True))
    return Bank({one: counted[one] for one in Material.Audience.values}, rows.filter(review_on__lt=on).count())


def methods_of(user_id: int) -> int:
    """How many distinct methods one uses: for oneself (T-34)."""
    return MaterialUse.objects.filter(user_id=user_id, material__kind="method").count()


def methods_in_use(region_id: int, until: date, least: int) -> dict[str, Shown]:
    """How many professionals use so many distinct methods by the end of a day: "1", "2", "3+". Small ones hidden."""
    rows = MaterialUse.objects.filter(material__region_id=region_id, material__kind="method", since__lte=until)
    each = rows.values("user_id").annotate(n=Count("material_id", distinct=True)).values_list("n", flat=True)
    counted = Counter("3+" if n >= 3 else str(n) for n in each.order_by())
    return hide_small({key: counted[key] for key in ("1", "2", "3+")}, least)
