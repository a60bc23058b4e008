"""Figures of what was done together, told and known: meetings, events, partnerships, staff, communications."""

from rinnalla.network.communications.figures import seen_of_campaign
from rinnalla.network.communications.models import CommunicationItem
from rinnalla.network.contacts.models import CooperationContact
from rinnalla.network.development.figures import contacts_by_kind, event_days, events_by_audience
from rinnalla.network.partners.models import Partner
from rinnalla.network.partnerships.models import Partnership
from rinnalla.reports.published.reading import Found, Place, month
from rinnalla.services.pilots.models import Pilot
from rinnalla.services.pilots.reading import counts

SOCIAL, SUBSIDIES = ("facebook", "instagram", "twitter"), "Palkkatuki"


def meetings(place: Place, about: str) -> Found:
    days = place.project.starts_on, place.project.ends_on
    number = contacts_by_kind(place.region.pk, *days, project_id=place.project.pk)["meeting"]
    return Found(str(number), number)


def _partner(place: Place, name: str) -> int:
    return Partner.objects.get(region=place.region, name=name).pk


def events(place: Place, about: str) -> Found:
    days = place.project.starts_on, place.project.ends_on
    found = events_by_audience(place.region.pk, *days, partner_id=_partner(place, about))
    number = found.get(CooperationContact.Audience.EMPLOYMENT_ACTORS, 0)
    return Found(str(number), sum(found.values()))


def event_dates(place: Place, about: str) -> Found:
    days = [day for day, _state in event_days(place.region.pk, _partner(place, about))]
    return Found(", ".join(month(day) for day in days), len(days))


def trial_size(place: Place, about: str) -> Found:
    """The number it was meant for, and how many came."""
    pilot = Pilot.objects.get(region=place.region, name=about)
    came = counts(place.region).get(pilot.pk, (0, 0))[0]
    return Found(f"{came} of {pilot.target}", came)


def partners(place: Place, about: str) -> Found:
    """Members of the partnership on the theme; each has a turn in the chair."""
    row = Partnership.objects.get(region=place.region, theme=about)
    chairs = row.turns.values("partner_id").distinct().count()
    members = row.members.count()
    return Found(str(members) if chairs == members else f"{members}, of whom {chairs} chair", members)


def impressions(place: Place, about: str) -> Found:
    campaign = CommunicationItem.objects.get(region=place.region, title=about)
    found = seen_of_campaign(campaign)
    return Found(str(sum(found.get(one, 0) for one in SOCIAL)), len(found))


def beginnings(place: Place, about: str) -> Found:
    """When the near service began, and the event on subsidised work."""
    pilot = Pilot.objects.get(region=place.region, name=about)
    event = CooperationContact.objects.get(region=place.region, theme=SUBSIDIES)
    return Found(f"{month(pilot.starts_on)}; {month(event.on)}", 2)


def staff(place: Place, about: str) -> Found:
    rows = place.project.staff.filter(municipality__isnull=False).order_by("municipality__code")
    places = list(rows.values_list("municipality__code", flat=True))
    return Found(" + ".join(str(places.count(one)) for one in sorted(set(places))), len(places))


def staff_of_background(place: Place, about: str) -> Found:
    number = place.project.staff.filter(background=about).count()
    return Found(str(number), place.project.staff.count())


def need(place: Place, about: str) -> Found:
    """An estimate in words with its source: no count of records."""
    return Found(place.project.need_words if place.project.need_source else "", 0)
