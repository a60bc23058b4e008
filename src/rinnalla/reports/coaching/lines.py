"""The results as lines of a file: what the page shows, hidden where the page hides."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from rinnalla.reports.coaching import showing
from rinnalla.reports.coaching.report import Report, Table
from rinnalla.reports.showing import in_words


def rows(told: Report) -> Iterator[list[str]]:
    """Numbers, shares, retention, tables and curves."""
    if told.unit:
        yield [_("Yksikkö"), told.unit.name]
    for name, number in (
        (_("Aloitti valmennuksen"), told.started), (_("Valmennuksessa jakson aikana"), told.ran),
        (_("Aloitti palkkatyön"), told.found), (_("Edelleensijoitettu"), told.onward),
    ):  # fmt: skip
        yield [name, in_words(number, told.least)]
    yield []
    yield [_("Osuus"), _("Prosenttia"), _("Väli"), _("Noin ihmistä")]
    for name, share, _of in showing.shares(told):
        yield [name, *_cells(share)]
    for key, share in told.retention:
        yield [_("Työssä vielä: %(point)s") % {"point": showing.point_name(key)}, *_cells(share)]
    for one in told.tables.values():
        yield from table(one, told.least)
    for group, type in told.new_groups:
        yield [_("Uusi asiakasryhmä"), group, type]
    for curve in showing.curves(told):
        yield []
        yield [curve.title, curve.sentence]
        yield [_("Viikko"), curve.head, _("Väli")]
        for week, percent, low, high in curve.rows:
            yield [str(week), f"{percent} %", f"{low}–{high} %"]


def _cells(share: showing.Percent | None) -> list[str]:
    if share is None:
        return [_("Ei näytetä"), "", ""]
    return [f"{share.percent} %", f"{share.low}–{share.high} %", str(share.people)]


def table(table: Table, least: int) -> Iterator[list[str]]:
    """A table with its headings."""
    yield []
    yield table.heads
    for row in table.rows:
        yield [row[0], *(in_words(one, least) for one in row[1:])]
