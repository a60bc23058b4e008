"""The region's board: where people come from and where they get to, how many go on, and what has changed."""

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _

from rinnalla.lib.smallnumbers import Shown
from rinnalla.organisations.models import Region
from rinnalla.reports.boards import asking, drawing
from rinnalla.reports.boards.flow import Flow, flow
from rinnalla.reports.boards.sections import Board, Section
from rinnalla.reports.boards.trends import Trends, trends
from rinnalla.reports.definitions import definition
from rinnalla.reports.forms import HalfYear
from rinnalla.reports.indicators.drawing import Bar, bars
from rinnalla.reports.indicators.telling import Figure, Told, limits_of, report

LEADING = ("opened", "days_to_contact", "days_to_plan", "goals_done")  # the four one looks at first


@dataclass(frozen=True)
class RegionBoard:
    """The page: what is told, and how it is drawn."""

    board: Board
    told: Told
    leading: list[Figure]
    flow: Flow
    steps: list[drawing.Steps]  # wide and narrow; none when there is nobody to draw
    trends: Trends
    stages: list[Bar]

    @property
    def empty(self) -> bool:
        return self.told.empty and not self.flow.drawing


def region_board(region: Region, half: HalfYear) -> RegionBoard:
    """Everything on the board, of a finished half-year."""
    limits = limits_of(region)
    told, flowing = report(region, half), flow(region, half, limits.least)
    path, numbers = _path(asking.path(region, half), half, limits.least)
    lines = trends(region, half, limits)
    board = Board(
        "board", _("Alueen mittarit"), lead(told), half.name, limits.least,
        [*flowing.sections, path, lines.section], _notes(limits.least),
    )  # fmt: skip
    drawn = [drawing.steps(numbers, narrow=narrow) for narrow in (False, True)] if numbers else []
    stages = bars(told.figures["open_by_stage"].parts)
    return RegionBoard(board, told, [told.figures[key] for key in LEADING], flowing, drawn, lines, stages)


def lead(told: Told) -> str:
    """What the page would say if it could speak: how many began, and whether plans are made in time."""
    opened, planned = told.figures["opened"], told.figures["days_to_plan"]
    said = [
        _("Uusia asiakkuuksia alkoi %(n)s.") % {"n": opened.head} if opened.head else "",
        _("Suunnitelma oli ajoissa %(share)s:lla.") % {"share": planned.head} if planned.head else "",
    ]
    return " ".join(one for one in said if one) or _("Miten tuki toimii koko alueella.")


def _notes(least: int) -> list[str]:
    return [_("Alle %(n)s:n luvut peitetään, samoin luvut, joista ne voisi laskea.") % {"n": least}]


# How many went on -----------------------------------------------------------------------------------------------------


def step_names() -> list[str]:
    return [
        _("Tarve tunnistettu"), _("Lähete tai yhteydenotto"), _("Asiakkuus alkoi"), _("Suunnitelma hyväksytty"),
        _("Palvelu alkoi"), _("Työ tai opinnot"),
    ]  # fmt: skip


def _path(furthest: Counter[int], half: HalfYear, least: int) -> tuple[Section, list[tuple[str, Shown]]]:
    names = step_names()
    reached = [sum(number for step, number in furthest.items() if step >= place) for place in range(len(names))]
    shown = narrowing(reached, least)
    one = definition("board_path")
    heads = [_("Vaihe"), _("Ihmisiä")]
    came = _("tulivat %(period)s, seurattu %(day)s asti") % {"period": half.before.name, "day": half.name.split("–")[1]}
    section = Section(
        "board_path", one.names.in_language, _path_sentence(names, shown), heads,
        [[name, told] for name, told in zip(names, shown, strict=True)],
        one, [_("Mukana ovat ne, jotka %(came)s.") % {"came": came}],
    )  # fmt: skip
    drawable = shown[0].kind == "number" and shown[0].number
    return section, list(zip(names, shown, strict=True)) if drawable else []


def narrowing(reached: list[int], least: int) -> list[Shown]:
    """What may be told of steps that only narrow: one that would tell of a few who fell out before it is hidden."""
    shown: list[Shown] = []
    last = None
    for number in reached:
        if 0 < number < least:
            shown.append(Shown("small"))
        elif last is not None and 0 < last - number < least:
            shown.append(Shown("withheld"))
        else:
            shown.append(Shown("number", number))
            last = number
    return shown


def _path_sentence(names: list[str], shown: list[Shown]) -> str:
    """Before which step the most fall out or wait, among the steps that are told."""
    told = [(name, one.number) for name, one in zip(names, shown, strict=True) if one.kind == "number"]
    if not told or not told[0][1]:
        return _("Tulleita on liian vähän näytettäväksi.")
    drops = [(before - number, name) for (_name, before), (name, number) in zip(told, told[1:], strict=False)]
    most, name = max(drops, default=(0, ""))
    if not most:
        return _("Kaikki etenivät.") if len(told) == len(shown) else ""
    told_of = {"n": most, "name": name.lower()}
    return _("Eniten, %(n)s ihmistä, odottaa tai jää pois ennen vaihetta: %(name)s.") % told_of
