"""What may be told of a project's numbers to whoever leads by figures: each with its definition, small ones hidden.

A number that is a part of a whole is told only when the rest of the whole may be told too: 9 at work and 5 of them
coached would tell of the four others. By type of coaching nothing is told when anything could be subtracted: types
overlap, so no one of them can be hidden beside the others.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from rinnalla.lib import dates
from rinnalla.lib.halves import last_finished
from rinnalla.lib.smallnumbers import Shown, hide_small, protect
from rinnalla.network.projects.figures import UNCOACHED, Numbers, numbers, percent
from rinnalla.network.projects.models import Project
from rinnalla.servicemodels.codes import code_list, code_name, deadline

HIDDEN = Shown("withheld")


@dataclass(frozen=True)
class Line:
    """One number in words: what it is, how it is counted, itself, and its share of a whole when that may be told."""

    name: str
    definition: str
    number: Shown
    percent: Decimal | None = None


@dataclass(frozen=True)
class TypeLine:
    """A way of coaching: how many were coached, and how many of them found work."""

    name: str
    people: Shown
    employed: Shown
    percent: Decimal | None


@dataclass(frozen=True)
class Report:
    """The page. `mean` is how content the clients are, None when too few have answered."""

    project: Project
    since: date
    until: date
    least: int
    clients: list[Line]
    coaching: list[TypeLine]
    mean: Decimal | None
    answers: Shown
    contacted: list[Line]
    reasons: list[tuple[str, Shown]]
    empty: bool


def last_told(project: Project) -> date | None:
    """The day the numbers are of: the last of a project that is over, else of the last finished half of a year; None
    before there is one. Two readings on two days would tell of whoever came between them (A13)."""
    if project.ends_on < dates.today():
        return project.ends_on
    until = last_finished().until
    return until if until >= project.starts_on else None


def report(project: Project) -> Report | None:
    """The project's numbers as they may be told; None while no half of a year of it has ended."""
    until = last_told(project)
    if until is None:
        return None
    exact, least = numbers(project, until), deadline(project.region, "small_number")
    return Report(
        project, exact.since, exact.until, least, _clients(exact, least), _coaching(exact, least),
        exact.satisfaction if exact.answerers >= least else None,
        Shown("small") if 0 < exact.answerers < least else Shown("number", exact.answers),
        _contacted(exact, least), _reasons(exact, least), empty=not (exact.clients or exact.contacted),
    )  # fmt: skip


def _clients(exact: Numbers, least: int) -> list[Line]:
    everybody, of_them = exact.clients, _("Osuus hankkeen asiakkaista.")
    return [
        Line(_("Asiakkaita"), _("Ihmiset, jotka ovat olleet mukana hankkeessa sen aikana, kukin kerran."),
             _one(everybody, least)),
        _part(_("Työllistyi"),
              _("Asiakkaat, joilla alkoi palkkatyö avoimilla työmarkkinoilla tai yrittäjyys heidän ollessaan mukana, "
                "kukin kerran: kaksi työtä on yksi ihminen.") + f" {of_them}", exact.employed, everybody, least),
        _part(_("Mukana jakson lopussa"),
              _("Asiakkaat, joiden osallistuminen oli auki jakson viimeisenä päivänä.") + f" {of_them}", exact.open,
              everybody, least),
        _part(_("Haluaa työhön"),
              _("Jakson lopussa mukana olleista ne, joiden oma luku motivaatiolle on korkeampi kuin se, josta "
                "jutellaan. Jos lukua ei ole kirjattu, asiakas ei ole tässä mukana."),
              exact.open_motivated, exact.open, least, everybody),
        _part(_("Suunnitelma on tehty"),
              _("Asiakkaat, joilla on tiimissä tai verkostossa tehty suunnitelma. Monta versiota on yksi suunnitelma.")
              + f" {of_them}", exact.planned, everybody, least),
        _part(_("Asiakasvastaava on nimetty"),
              _("Asiakkaat, joilla oli asiakasvastaava osallistumisen viimeisenä päivänä.") + f" {of_them}",
              exact.named, everybody, least),
    ]  # fmt: skip


def _part(name: str, definition: str, part: int, whole: int, least: int, around: int | None = None) -> Line:
    """A part of a whole, told when the rest may be told too; `around` is the whole that the whole is a part of."""
    shown = _of(part, whole, least)
    if around is not None and _of(whole, around, least).kind != "number":
        shown = HIDDEN
    return Line(name, definition, shown, percent(part, whole) if shown.kind == "number" else None)


def _of(part: int, whole: int, least: int) -> Shown:
    if 0 < part < least:
        return Shown("small")
    return Shown("number", part) if _tellable((whole - part,), least) else HIDDEN


def _one(number: int, least: int) -> Shown:
    return hide_small({0: number}, least)[0]


def _tellable(counts: Iterable[int], least: int) -> bool:
    return not any(0 < one < least for one in counts)


def _coaching(exact: Numbers, least: int) -> list[TypeLine]:
    """Each type with those who found work; one in which nobody was is there too, at 0."""
    names = {one.key: one.name for one in code_list("coaching_types")} | {UNCOACHED: _("Ei valmennusta")}
    names |= {key: code_name("coaching_types", key) for key in exact.coached if key not in names}
    ran = {key: exact.coached.get(key, 0) for key in names}
    work = {key: exact.coached_employed.get(key, 0) for key in names}
    people_told = _tellable([*ran.values(), *(exact.clients - one for one in ran.values())], least)
    cells = [
        one for key in names for one in (
            work[key], ran[key] - work[key], exact.employed - work[key],
            exact.clients - ran[key] - exact.employed + work[key],
        )
    ]  # fmt: skip
    work_told = people_told and _tellable(cells, least)
    return [
        TypeLine(
            names[key], Shown("number", ran[key]) if people_told else HIDDEN,
            Shown("number", work[key]) if work_told else HIDDEN, percent(work[key], ran[key]) if work_told else None,
        ) for key in names
    ]  # fmt: skip


def _contacted(exact: Numbers, least: int) -> list[Line]:
    """The funnel: contacted, joined, not joined, not known yet; together the last three are all."""
    counts = {"joined": exact.joined, "not_joined": exact.not_joined, "open": exact.undecided}
    shown = protect(counts, least)
    every = _one(exact.contacted, least)
    words = {
        "joined": (_("Tuli mukaan"), _("Yhteydenoton saaneet, jotka tulivat mukaan jakson loppuun mennessä.")),
        "not_joined": (_("Ei tullut mukaan"), _("Yhteydenoton saaneet, jotka eivät tulleet mukaan. Syyt ovat alla.")),
        "open": (_("Ei vielä vastausta"), _("Yhteydenoton saaneet, joiden vastausta ei tiedetty jakson lopussa.")),
    }
    first = Line(
        _("Otettu yhteyttä"),
        _("Ihmiset, joihin hanke on ottanut yhteyttä, kukin kerran, vaikka yhteyttä olisi otettu monta kertaa. Mukana "
          "ovat myös ne, joista ei ole asiakastietoja."),
        every,
    )  # fmt: skip
    return [first, *(
        Line(name, definition, shown[key],
             percent(counts[key], exact.contacted) if shown[key].kind == every.kind == "number" else None)
        for key, (name, definition) in words.items()
    )]  # fmt: skip


def _reasons(exact: Numbers, least: int) -> list[tuple[str, Shown]]:
    shown = protect(dict(exact.reasons), least)
    return sorted((code_name("not_joined_reasons", key), one) for key, one in shown.items())
