"""What guidance led to: of the guided, whose service began and whose goal moved (T-32)."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from rinnalla.lib.smallnumbers import Shown, hide_small, protect
from rinnalla.organisations.models import Region
from rinnalla.reports.boards import asking
from rinnalla.reports.boards.asking import Guided
from rinnalla.reports.boards.sections import Board, Section, share
from rinnalla.reports.definitions import definition
from rinnalla.reports.forms import HalfYear
from rinnalla.servicemodels import codes

ALL = ""


@dataclass(frozen=True)
class Line:
    """A service group, or all: how many were guided, and of them the shares in per cent; None where hidden."""

    name: str
    guided: Shown
    started: int | None
    moved: int | None


@dataclass(frozen=True)
class GuidanceBoard:
    """The page: the board, all of the guided, and the lines by service group."""

    board: Board
    whole: Line
    lines: list[Line]
    empty: bool


def guidance_board(region: Region, half: HalfYear) -> GuidanceBoard:
    """Those guided on in the half-year before, followed to the end of the half."""
    least, enough = (codes.deadline(region, key) for key in ("small_number", "share_denominator"))
    found = asking.guidance(region, half)
    names = {**{one.key: one.name for one in codes.code_list("service_groups")}, "other": _("Muu palvelu")}
    whole = _lines({ALL: found.get(ALL, Guided(0, 0, 0))}, {ALL: _("Kaikki ohjatut")}, least, enough)[0]
    lines = _lines({key: found[key] for key in names if key in found}, names, least, enough)
    one = definition("guidance_effect")
    heads = [_("Palvelu"), _("Ohjattuja"), _("Palvelu alkoi"), _("Tavoite eteni")]
    rows = [[line.name, line.guided, _percent(line.started), _percent(line.moved)] for line in (whole, *lines)]
    section = Section("guidance_effect", one.names.in_language, _sentence(whole), heads, rows, one)
    board = Board("guidance", one.names.in_language, _sentence(whole), half.name, least, [section], [
        _("Mukana ovat ne, jotka ohjattiin palveluun %(period)s. Heitä on seurattu puolivuoden loppuun.")
        % {"period": half.before.name},
    ])  # fmt: skip
    return GuidanceBoard(board, whole, lines, empty=not found.get(ALL, Guided(0, 0, 0)).guided)


def _lines(found: Mapping[str, Guided], names: Mapping[str, str], least: int, enough: int) -> list[Line]:
    """Each with its shares, told when neither the ones nor the others are few nor could be had from the whole."""
    safe = {
        part: [protect({key: number(one) for key, one in found.items()}, least) for number in both]
        for part, both in {
            "started": (lambda one: one.started, lambda one: one.guided - one.started),
            "moved": (lambda one: one.moved, lambda one: one.guided - one.moved),
        }.items()
    }

    def told(key: str, part: str) -> int | None:
        one = found[key]
        may = all(side[key].kind == "number" for side in safe[part])
        return share(getattr(one, part), one.guided, least, enough) if may else None

    guided = hide_small({key: one.guided for key, one in found.items()}, least)
    return [Line(names[key], guided[key], told(key, "started"), told(key, "moved")) for key in found]


def _percent(number: int | None) -> str:
    return f"{number} %" if number is not None else _("Ei näytetä")


def _sentence(whole: Line) -> str:
    if whole.guided == Shown("number", 0):
        return _("Ketään ei ohjattu eteenpäin.")
    if whole.started is not None and whole.moved is not None:
        return _("Ohjatuista %(started)s %% aloitti palvelun, ja %(moved)s %%:lla jokin tavoite toteutui.") % {
            "started": whole.started, "moved": whole.moved,
        }  # fmt: skip
    if whole.started is not None:
        return _("Ohjatuista %(started)s %% aloitti palvelun.") % {"started": whole.started}
    return _("Ohjattuja on liian vähän, jotta osuuden voisi näyttää.")
