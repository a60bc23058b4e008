"""Shares and curves in words and as drawings: each curve is said in a sentence, drawn, and told as a table."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rinnalla.employment.results.telling import Curve, Percent
from rinnalla.reports.coaching.drawing import Drawing, draw
from rinnalla.reports.coaching.report import Report

WEEK = 7


@dataclass(frozen=True)
class Shown:
    """One curve on the page. `wide` and `narrow` are None when it may not be drawn; the sentence says why."""

    key: str
    title: str
    head: str
    sentence: str
    rows: list[tuple[int, int, int, int]]  # week, share and bounds in per cent
    wide: Drawing | None
    narrow: Drawing | None
    rising: bool

    @property
    def last(self) -> int:
        return self.rows[-1][1] if self.rows else 0


def curves(told: Report) -> list[Shown]:
    """The three curves of the page."""
    return [
        _curve("tenure", _("Kauanko työ kestää"), _("Yhä työssä"), told.tenure, rising=False),
        _curve("first_job", _("Milloin ensimmäinen palkkatyö alkaa"), _("Palkkatyö alkanut"), told.first_job,
               rising=True),
        _curve("first_meeting", _("Milloin työnantaja tavataan ensi kerran"), _("Työnantaja tavattu"),
               told.first_meeting, rising=True),
    ]  # fmt: skip


def _curve(key: str, title: str, head: str, found: Curve | None, *, rising: bool) -> Shown:
    if found is None:
        sentence = _("Tätä ei voi vielä näyttää: joukko tai päättyneiden määrä on liian pieni.") if not rising else _(
            "Tätä ei voi vielä näyttää: joukko on liian pieni, tai se on toteutunut liian harvalle.")  # fmt: skip
        return Shown(key, title, head, sentence, [], None, None, rising)
    rows = [_row(one.week, one.share, one.low, one.high, rising) for one in found.points]
    drawn = len(found.points) > 1
    return Shown(
        key, title, head, _sentence(key, found, rows), rows if drawn else [],
        draw(found.points, rising=rising) if drawn else None,
        draw(found.points, rising=rising, narrow=True) if drawn else None, rising,
    )


def _row(week: int, share: float, low: float, high: float, rising: bool) -> tuple[int, int, int, int]:
    told = [round(100 * (1 - one if rising else one)) for one in (share, low, high)]
    return (week, told[0], min(told[1:]), max(told[1:]))


def _sentence(key: str, found: Curve, rows: list[tuple[int, int, int, int]]) -> str:
    """What the curve shows, as one would say it: the middle, the last point of the table, about how many people."""
    half = found.median
    if key == "tenure":
        weeks = -(-half // WEEK) if half is not None else 0
        text = _("Yli puolet on yhä työssä.") if half is None else ngettext(
            "Puolet työjaksoista on kestänyt yli %(n)s viikon.", "Puolet työjaksoista on kestänyt yli %(n)s viikkoa.",
            weeks,
        ) % {"n": weeks}  # fmt: skip
        more = _("Kun työn alusta on %(week)s viikkoa, työssä on vielä %(share)s %%.")
    elif key == "first_job":
        text = _("Alle puolet on vielä saanut palkkatyön.") if half is None else ngettext(
            "Puolet on saanut palkkatyön %(n)s päivässä valmennuksen alusta.",
            "Puolet on saanut palkkatyön %(n)s päivässä valmennuksen alusta.", half,
        ) % {"n": half}  # fmt: skip
        more = _("Kun alusta on %(week)s viikkoa, palkkatyö on alkanut %(share)s %%:lla.")
    else:
        text = _("Työnantaja on tavattu alle puolella asiakkaista.") if half is None else ngettext(
            "Puolella asiakkaista työnantaja on tavattu %(n)s päivässä valmennuksen alusta.",
            "Puolella asiakkaista työnantaja on tavattu %(n)s päivässä valmennuksen alusta.", half,
        ) % {"n": half}  # fmt: skip
        more = _("Kun alusta on %(week)s viikkoa, työnantaja on tavattu %(share)s %%:lla.")
    last = [more % {"week": rows[-1][0], "share": rows[-1][1]}] if len(rows) > 1 else []
    return " ".join([text, *last, _("Joukossa on noin %(n)s ihmistä.") % {"n": found.people}])


def shares(told: Report) -> list[tuple[str, Percent | None, str]]:
    """The shares of the page: name, share, and what it is out of."""
    found = [
        (_("Työ vastaa osaamista, asiakkaan mielestä"), told.by_client, _("alkaneista töistä")),
        (_("Työ vastaa osaamista, valmentajan mielestä"), told.by_coach, _("alkaneista töistä")),
        (_("Kontakteista työpaikalla, kun työ on alkanut"), told.at_work, _("kontakteista")),
        (_("Lopetti alkukuukausina ilman palkkatyötä"), told.dropped, _("aloittaneista")),
    ]
    if told.unit is None:
        found.append(
            (_("Palkkatyössä mukautettujen opintojen jälkeen"), told.studies, _("opinnot suorittaneista"))
        )
    return found


def point_name(key: str) -> str:
    """A point of retention in words."""
    unit, _under, number = key.partition("_")
    return _("%(n)s viikkoa") % {"n": number} if unit == "weeks" else _("%(n)s kuukautta") % {"n": number}
