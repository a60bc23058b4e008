"""The published world made, region by region: registers first, then each client's record, then who was around."""

from django.conf import settings

from rinnalla.demo.published import around, clients, registers, team
from rinnalla.demo.published.shapes import Records
from rinnalla.demo.published.team import Team
from rinnalla.servicemodels.loading import load_common, load_region


def build(records: Records) -> Team:
    """One region with everything its records tell. The region itself must be loaded."""
    definition = load_region(settings.REGIONS_DIR / records.region, load_common(settings.REGIONS_DIR / "common"))
    made = team.gathered(definition, records)
    registers.keep(made, records)
    came = {one.id: one.came_on for one in records.clients}
    linked = {one.client for one in records.contacted}
    for number, one in enumerate(records.clients):
        clients.live(made, one, number)
        if one.project and one.id not in linked:
            around.join(made, one.id, one.came_on)
    for person in records.contacted:
        around.contact(made, person, came)
    for referral in records.guided:
        around.guide(made, referral)
    for snapshot in records.snapshots:
        around.tell(made, snapshot)
    return made
