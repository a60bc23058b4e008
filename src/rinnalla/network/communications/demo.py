"""This part of the invented world: the year's plan, a campaign that was seen, items out and ahead, experiences."""

from datetime import date, datetime, time, timedelta

from rinnalla.access.acting import acting
from rinnalla.access.actor import Actor
from rinnalla.lib import dates
from rinnalla.network.communications import actions
from rinnalla.network.communications.actions import Told
from rinnalla.network.communications.models import CommunicationItem
from rinnalla.servicemodels.codes import code_list

AIM = "Kerrotaan samat asiat monta kertaa ja monessa paikassa. Vähintään joka kolmas viesti on jonkun oma tarina."
# Title, kind, style, channels, audiences, days from today, times seen.
ITEMS = (
    ("Työkyvyn tuki lyhyesti", "post", "info", ["facebook", "instagram"], ["jobseekers"], -80, (2140, 960)),
    ("Liisa löysi työn lyhyemmällä päivällä", "post", "story", ["facebook"], ["jobseekers", "employers"], -60, (3120,)),
    ("Mitä palkkatuki tarkoittaa työnantajalle", "web_article", "info", ["website"], ["employers", "partners"], -45,
     (410,)),
    ("Kuukauden kirje kumppaneille", "newsletter", "info", ["newsletter"], ["partners", "professionals"], -20, (280,)),
    ("Valmentajan päivä", "post", "story", ["instagram"], ["professionals"], -3, None),
    ("Avoimet ovet neuvonnassa", "event", "info", ["event", "website"], ["jobseekers"], 21, None),
)  # fmt: skip
EXPERIENCES = (
    ("client", "encounter", "Ensimmäistä kertaa joku kysyi, mitä itse haluan.", True),
    ("professional", "together", "Kun tiimi kokoontuu yhdessä, asiakkaan ei tarvitse kertoa samaa neljästi.", True),
    ("employer", "work", "Valmentajan puhelinnumero oli tärkeämpi kuin raha.", True),
    ("client", "livelihood", "Pelkäsin eniten sitä, että raha loppuu kesken.", False),
)


def tell(keeper: Actor, today: date) -> None:
    """A year of communications."""
    with acting(keeper):
        actions.set_plan(by=keeper, year=today.year, aim=AIM)
    campaign = _item(keeper, ("Syksyn tiedotuskampanja", "campaign", "info", ["facebook", "instagram"], ["jobseekers"],
                              -85, ()), None, today)  # fmt: skip
    for row in ITEMS:
        _item(keeper, row, campaign if row[6] and row[1] == "post" else None, today)
    with acting(keeper):
        for audience, answered, knew in (("employers", 46, 17), ("partners", 31, 22)):
            actions.record_awareness(
                by=keeper, audience=audience, on=today - timedelta(days=50), answered=answered, knew=knew,
                source="Syksyn kysely",
            )
        for teller, theme, words, permitted in EXPERIENCES:
            actions.note_experience(
                by=keeper, teller=teller, theme=theme, words=words, told_on=today - timedelta(days=30),
                permitted=permitted,
            )


def _item(keeper: Actor, row: tuple, campaign: CommunicationItem | None, today: date) -> CommunicationItem:
    """Planned; when it has been seen it is checked and out too."""
    title, kind, style, channels, audiences, days, seen = row
    day = today + timedelta(days=days)
    told = Told(kind, style, title, "Selkeä kieli, yksi asia kerrallaan.", channels, audiences, day, campaign)
    with dates.clock(_at(min(day, today) - timedelta(days=10))), acting(keeper):
        one = actions.plan_item(by=keeper, told=told)
    if seen is None:
        return one
    with dates.clock(_at(day)), acting(keeper):
        every = [check.key for check in code_list("accessibility_checks")]
        actions.check_item(item=one, version=one.version, by=keeper, checks=every)
        actions.publish_item(item=one, by=keeper, on=day, link="https://example.org/tyokyvyn-tuki")
    with acting(keeper):
        for channel, impressions in zip(channels, seen, strict=False):
            actions.count_seen(
                item=one, by=keeper, channel=channel, on=today - timedelta(days=1), impressions=impressions,
                source="Kanavan oma tilasto",
            )
    return one


def _at(day: date) -> datetime:
    return datetime.combine(day, time(10), dates.HELSINKI)
