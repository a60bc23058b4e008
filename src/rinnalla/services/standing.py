"""What of services stands on a consent (asked by `cases`)."""

from django.utils.translation import gettext as _

from rinnalla.access.models import Consent
from rinnalla.access.roles import BASICS
from rinnalla.cases.consents.standing import SERVICE, Stands, nothing
from rinnalla.services.models import ServiceEpisode


def standing_on(consent: Consent) -> list[Stands]:
    """Services of the organisation that go on: it gives them without seeing the case. A withdrawal ends no service, and
    is told that way. What tells of health or of another guarded group goes without its name."""
    rows = ServiceEpisode.objects.filter(case_id=consent.case_id, organiser__organisation_id=consent.organisation_id)
    rows = rows.not_ended().select_related("card", "organiser").order_by("pk")
    return [Stands(SERVICE, _told(one), nothing) for one in rows]


def _told(episode: ServiceEpisode) -> str:
    unit = episode.organiser.name if episode.organiser else ""
    if episode.field_group != BASICS:
        text = _("Palvelu ei pääty, mutta %(unit)s ei enää näe asian tietoja. Sovi, miten palvelu jatkuu.")
        return text % {"unit": unit}
    text = _("%(name)s ei pääty, mutta %(unit)s ei enää näe asian tietoja. Sovi, miten palvelu jatkuu.")
    return text % {"name": episode.card.name if episode.card else episode.own_name, "unit": unit}
