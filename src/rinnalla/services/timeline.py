"""The livelihood timeline of one case: what runs now, where nothing is known, how it is drawn and told (L-72)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rinnalla.access.actor import Actor
from rinnalla.cases.models import Case
from rinnalla.lib import dates
from rinnalla.lib.pathparts import Drawing
from rinnalla.lib.spans import Mark, Piece, Span, draw_spans
from rinnalla.services.models_livelihood import APPLIED, DENIED, OVER, RESTING, RUNNING, Benefit, Turn, day_before

GAPS_BACK = 365  # days: an old gap helps nobody any more
ICONS = {"benefit": "Wallet", "pension": "Wallet", "work": "Briefcase"}


@dataclass(frozen=True)
class Gap:
    """Days nothing is paid for as known now; `until` None: no known end. `pending`: what is applied for meanwhile."""

    since: date
    until: date | None
    pending: tuple[str, ...]

    @property
    def days(self) -> int | None:
        return (self.until - self.since).days + 1 if self.until else None

    @property
    def over(self) -> bool:
        return self.until is not None and self.until < dates.today()

    @property
    def now(self) -> bool:
        return self.since <= dates.today() and not self.over

    @property
    def text(self) -> str:
        """The gap in one sentence."""
        if self.until is None:
            broken, unknown = _("Toimeentulo on poikki %(day)s alkaen."), _("%(day)s alkaen toimeentuloa ei tiedetä.")
            return (broken if self.now else unknown) % {"day": dates.d(self.since)}
        days = ngettext("%(n)s päivä", "%(n)s päivää", self.days or 0) % {"n": self.days}
        told = {"since": dates.d(self.since), "until": dates.d(self.until), "days": days}
        return _("Toimeentulossa on aukko %(since)s–%(until)s (%(days)s).") % told

    @property
    def pending_text(self) -> str:
        return _("Hakemus odottaa päätöstä: %(names)s.") % {"names": ", ".join(self.pending)} if self.pending else ""


@dataclass(frozen=True)
class Timeline:
    """Everything the page shows."""

    rows: list[Benefit]
    gaps: list[Gap]
    drawing: Drawing | None
    sentence: str

    @property
    def now(self) -> list[Benefit]:
        return [one for one in self.rows if one.state in (RUNNING, RESTING)]

    @property
    def ahead(self) -> list[Benefit]:
        return [one for one in self.rows if one.state not in (RUNNING, RESTING, OVER, DENIED)]

    @property
    def past(self) -> list[Benefit]:
        return [one for one in self.rows if one.state in (OVER, DENIED)]


def benefits_of(case: Case, actor: Actor) -> list[Benefit]:
    """The case's livelihood, the newest first; with what the abeyances point to. Two statements."""
    rows = Benefit.objects.visible_to(actor).kept().filter(case=case)
    rows = rows.select_related("resting_pension", "for_job", "case").prefetch_related("rests")
    return sorted(rows, key=lambda one: (one.starts_on or one.applied_on or date.min, one.pk), reverse=True)


def timeline(case: Case, actor: Actor) -> Timeline:
    """The timeline of a case as the actor may see it; the caller has asked for the livelihood group."""
    rows = benefits_of(case, actor)
    gaps = find_gaps(rows)
    return Timeline(rows, gaps, _draw(rows, gaps) if rows else None, _sentence(rows, gaps))


def find_gaps(rows: Iterable[Benefit]) -> list[Gap]:
    """Where nothing covers: between two times that are covered, and after the last one when it has an end."""
    rows, today = list(rows), dates.today()
    if not rows:
        return []
    pending = tuple(sorted({one.name for one in rows if one.state == APPLIED}))
    covered = _merged(part for one in rows if one.covers for part in _paid(one))
    if not covered:
        return [Gap(today, None, pending)]
    pairs = zip(covered, covered[1:], strict=False)
    between = [(day_after(until), day_before(since)) for (_s, until), (since, _u) in pairs if until is not None]
    gaps = [
        Gap(since, until, pending if until >= today else ()) for since, until in between
        if until >= today - timedelta(days=GAPS_BACK)
    ]
    last = covered[-1][1]
    return gaps + ([Gap(day_after(last), None, pending)] if last else [])


def _paid(one: Benefit) -> list[tuple[date, date | None]]:
    """The days it is paid: all of its own, without those a pension rests."""
    if one.starts_on is None:
        return []
    parts, since = [], one.starts_on
    for rest in sorted((r for r in one.rests.all() if r.removed_at is None), key=lambda r: r.starts_on):
        if rest.starts_on > since:
            parts.append((since, day_before(rest.starts_on)))
        since = day_after(rest.ends_on)
    last = one.last_day
    whole = [(since, until) for since, until in (*parts, (since, None)) if last is None or since <= last]
    return [(since, min(until, last) if until and last else until or last) for since, until in whole]


def _merged(parts: Iterable[tuple[date, date | None]]) -> list[tuple[date, date | None]]:
    whole: list[tuple[date, date | None]] = []
    for since, until in sorted(parts, key=lambda one: (one[0], one[1] or date.max)):
        if whole and (whole[-1][1] is None or since <= day_after(whole[-1][1])):
            last = whole[-1][1]
            whole[-1] = (whole[-1][0], max(last, until) if last and until else None)
        else:
            whole.append((since, until))
    return whole


def day_after(day: date) -> date:
    return day + timedelta(days=1)


def turn_text(turn: Turn) -> str:
    """What happens that day, for a list of reminders."""
    words = {
        "end": _("päättyy %(day)s"), "decision": _("seuraava päätös %(day)s"),
        "limit": _("enimmäisaika täyttyy %(day)s"),
    }
    return words[turn.reason] % {"day": dates.d(turn.on)}


def _sentence(rows: Sequence[Benefit], gaps: Sequence[Gap]) -> str:
    """The timeline in words, for who does not see the drawing and for who does."""
    running = [one for one in rows if one.state == RUNNING and (one.covers or one.resting_pension_id)]
    names = ", ".join(
        f"{one.name.lower()} ({turn_text(one.turn)})" if one.turn else one.name.lower() for one in reversed(running)
    )
    told = [_("Nyt: %(names)s.") % {"names": names}] if names else [_("Nyt ei ole voimassa olevaa toimeentuloa.")]
    return " ".join([*told, *(gap.text for gap in gaps if not gap.over)])


# The drawing


def _draw(rows: Sequence[Benefit], gaps: Sequence[Gap]) -> Drawing:
    lanes: dict[tuple[str, str], list[Benefit]] = {}
    for one in reversed(rows):
        if one.state != DENIED:
            lanes.setdefault((one.kind, one.payer if one.income == "work" else ""), []).append(one)
    spans = [
        Span(payer or group[0].name, ICONS[group[0].income], [p for one in group for p in _pieces(one)],
             [m for one in group for m in _marks(one)])
        for (_kind, payer), group in lanes.items()
    ]
    if gaps:
        pieces = [Piece("gap", gap.since, gap.until) for gap in gaps]
        marks = [Mark(gap.since, "late" if gap.now else "ahead", _("ei tiedossa")) for gap in gaps if not gap.over]
        spans.append(Span(_("Aukko toimeentulossa"), "ExclamationmarkTriangle", pieces, marks))
    return draw_spans(spans, dates.today(), _("Tänään"), _months())


def _pieces(one: Benefit) -> list[Piece]:
    if one.state == APPLIED:
        return [Piece("wait", one.applied_on, dates.today())]
    rests = [Piece("wait", rest.starts_on, rest.ends_on) for rest in one.rests.all() if rest.removed_at is None]
    return [*(Piece("run", since, until) for since, until in _paid(one)), *rests]


def _marks(one: Benefit) -> list[Mark]:
    if one.state == APPLIED:
        return [Mark(one.applied_on, "waiting", _("haettu"))]
    texts = {"end": _("päättyy"), "decision": _("seuraava päätös"), "limit": _("enimmäisaika")}
    symbols = {"decision": "review"}
    ended = [Mark(one.last_day, "done", _("päättyi"))] if one.state == OVER and one.last_day else []
    return ended or [Mark(turn.on, symbols.get(turn.reason, "ahead"), texts[turn.reason]) for turn in one.turns
                     if turn.on >= dates.today()]


def _months() -> list[str]:
    return [_("tammi"), _("helmi"), _("maalis"), _("huhti"), _("touko"), _("kesä"), _("heinä"), _("elo"), _("syys"),
            _("loka"), _("marras"), _("joulu")]
