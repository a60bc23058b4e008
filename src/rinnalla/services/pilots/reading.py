"""How many came to a pilot: people counted past the walls by the owner's function, few of them hidden."""

from dataclasses import dataclass

from django.db import connection

from rinnalla.lib.smallnumbers import Shown, hide_small
from rinnalla.organisations.models import Region
from rinnalla.servicemodels import codes
from rinnalla.services.pilots.models import Pilot


@dataclass(frozen=True)
class Standing:
    """A pilot with what came true: how many people have begun the service in its time."""

    pilot: Pilot
    actual: Shown
    least: int


def standings(region: Region) -> list[Standing]:
    """The region's pilots, the newest first."""
    rows = list(Pilot.objects.filter(region=region).select_related("card", "goes_on_in__organisation"))
    found, least = counts(region), codes.deadline(region, "small_number")
    shown = hide_small({one.pk: found.get(one.pk, (0, 0))[0] for one in rows}, least)
    return [Standing(one, shown[one.pk], least) for one in rows]


def counts(region: Region) -> dict[int, tuple[int, int]]:
    """By pilot: people who began the service in its time, and of them those who are in it now."""
    with connection.cursor() as cursor:
        cursor.execute("select * from services_pilot_counts(%s)", [region.pk])
        return {pilot: (people, still) for pilot, people, still in cursor.fetchall()}
