"""The quarter as sections: each with a sentence, its numbers, and what they mean."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from rinnalla.catalogue.prices.showing import euros
from rinnalla.lib import dates
from rinnalla.lib.smallnumbers import hide_small
from rinnalla.network.contacts.models import CooperationContact
from rinnalla.network.development import figures as development
from rinnalla.network.learning import figures as learning
from rinnalla.network.learning.models import Training
from rinnalla.network.projects.models import Project
from rinnalla.organisations.models import Region
from rinnalla.reports import feedback
from rinnalla.reports.boards.quarter.deeds import decisions, developed, deviations
from rinnalla.reports.boards.quarter.periods import Quarter
from rinnalla.reports.boards.sections import Board, Cell, Section
from rinnalla.reports.boards.trends import change
from rinnalla.reports.definitions import definition
from rinnalla.reports.indicators.sums import of_half
from rinnalla.reports.indicators.telling import figures_of, limits_of
from rinnalla.servicemodels import codes

LEFT_OUT = ("score_change", "open_by_stage")


def quarter_board(region: Region, quarter: Quarter) -> Board:
    """Everything that the steering group looks at, of a finished quarter."""
    least = codes.deadline(region, "small_number")
    projects = running(region, quarter)
    late = deviations(region, quarter, projects)
    decided = decisions(region, quarter)
    sections = [
        _indicators(region, quarter), _money(projects, quarter), _events(region, quarter, least),
        _trainings(region, quarter, least), _feedback(region, quarter), developed(region, quarter), decided, late,
    ]  # fmt: skip
    lead = _("Päätöksiä %(decided)s, poikkeamia %(late)s. %(money)s") % {
        "decided": len(decided.rows), "late": len(late.rows), "money": sections[1].sentence,
    }  # fmt: skip
    return Board("quarter", _("Ohjausryhmän katsaus"), lead, quarter.name, least, sections, [
        _("Kaikki on koottu kirjauksista. Mitään ei ole kirjoitettu tähän käsin."),
        _("Alle %(n)s:n luvut peitetään, samoin luvut, joista ne voisi laskea.") % {"n": least},
    ])  # fmt: skip


def running(region: Region, quarter: Quarter) -> list[Project]:
    """Projects whose time touches the quarter, by name."""
    rows = Project.objects.filter(region=region, starts_on__lte=quarter.until, ends_on__gte=quarter.since)
    return list(rows.prefetch_related("spending").order_by("name"))


def _indicators(region: Region, quarter: Quarter) -> Section:
    half, limits = quarter.half, limits_of(region)
    now, before = (figures_of(of_half(region, one), limits, region) for one in (half, half.before))
    shown = [one for key, one in now.items() if key not in LEFT_OUT]
    rows = [
        [one.one.names.in_language, f"{one.head} {one.unit}".strip() or _("Ei näytetä"), change(one, before[one.key])]
        for one in shown
    ]
    sentence = _("Mittarit ovat puolivuodelta %(half)s. Kesken olevaa puolivuotta ei lasketa.") % {"half": half.name}
    heads = [_("Mittari"), _("Luku"), _("Muutos edellisestä puolivuodesta")]
    return Section("indicators", _("Mittarit"), sentence, heads, rows, parts=[one.one for one in shown])


# Money, events, trainings, feedback -----------------------------------------------------------------------------------


def _money(projects: Sequence[Project], quarter: Quarter) -> Section:
    rows: list[list[Cell]] = []
    total = Decimal(0)
    for one in projects:
        used = [row for row in one.spending.all() if row.on <= quarter.until]
        now, whole = (sum((row.amount_eur for row in rows_of), Decimal(0)) for rows_of in (
            [row for row in used if row.on >= quarter.since], used))  # fmt: skip
        total += now
        budget = euros(one.budget_eur) if one.budget_eur else _("Ei budjettia")
        rows.append([one.name, one.funder, budget, euros(now), _used(whole, one.budget_eur), dates.d(one.ends_on)])
    sentence = (
        _("Hankkeet käyttivät neljänneksellä %(sum)s.") % {"sum": euros(total)}
        if projects
        else _("Neljänneksellä ei ollut hankkeita.")
    )
    heads = [
        _("Hanke"),
        _("Rahoittaja"),
        _("Budjetti"),
        _("Käytetty neljänneksellä"),
        _("Käytetty yhteensä"),
        _("Päättyy"),
    ]
    return Section("money", _("Hankkeiden rahat"), sentence, heads, rows, notes=[
        _("Näin lasketaan: hankkeelle kirjattu käyttö, jonka päivä on neljänneksellä, ja kaikki sen loppuun mennessä."),
    ])  # fmt: skip


def _used(whole: Decimal, budget: Decimal | None) -> str:
    if not budget:
        return euros(whole)
    return f"{euros(whole)} ({round(100 * whole / budget)} %)"


def _events(region: Region, quarter: Quarter, least: int) -> Section:
    held = development.contacts_by_kind(region.pk, quarter.since, quarter.until)
    came = development.came_by_audience(region.pk, quarter.since, quarter.until)
    kinds, audiences = dict(CooperationContact.Kind.choices), dict(CooperationContact.Audience.choices)
    people = hide_small({key: number or 0 for key, number in came.items()}, least)
    rows: list[list[Cell]] = [[str(kinds[kind]), number, ""] for kind, number in held.items() if number]
    rows += [
        [_("Osallistujia: %(who)s") % {"who": str(audiences[key]).lower()}, "", one] for key, one in people.items()
    ]
    sentence = _("Yhteistyötä tehtiin %(n)s kertaa.") % {"n": sum(held.values())}
    heads = [_("Mitä"), _("Kertoja"), _("Ihmisiä")]
    return Section("events", _("Tapaamiset ja tapahtumat"), sentence, heads, rows, notes=[
        _("Näin lasketaan: pidetyiksi kirjatut. Peruttuja ei lasketa. Tulleiden määrä on kirjattu tapahtumaan."),
    ])  # fmt: skip


def _trainings(region: Region, quarter: Quarter, least: int) -> Section:
    offered = learning.offered(region.pk, quarter.since, quarter.until)
    areas = learning.by_area(region.pk, quarter.since, quarter.until)
    kinds = dict(Training.Kind.choices)
    came = hide_small({one.key: one.came for one in areas}, least)
    rows: list[list[Cell]] = [[str(kinds[kind]), number, ""] for kind, number in offered.items() if number]
    rows += [[one.name, one.trainings, came[one.key]] for one in areas if one.trainings]
    sentence = _("Koulutuksia pidettiin %(n)s.") % {"n": sum(offered.values())}
    heads = [_("Laji tai osaamisalue"), _("Koulutuksia"), _("Osallistumisia")]
    return Section("trainings", _("Koulutukset"), sentence, heads, rows, notes=[
        _("Näin lasketaan: neljänneksellä alkaneet ja pidetyt koulutukset. Kahden alueen koulutus on molemmissa."),
    ])  # fmt: skip


def _feedback(region: Region, quarter: Quarter) -> Section:
    told, one = feedback.report(region, quarter.half), definition("client_feedback")
    rows: list[list[Cell]] = [
        [line.name, line.mean or _("Ei näytetä"), f"1–{line.highest}", line.answers] for line in told.items
    ]
    best = next((line for line in told.items if line.mean), None)
    half = quarter.half.name
    sentence = _("Vastauksia on liian vähän näytettäväksi puolivuodelta %(half)s.") % {"half": half}
    if best:
        sentence = _("%(name)s: %(mean)s (asteikko 1–%(highest)s), puolivuodelta %(half)s.") % {
            "name": best.name, "mean": best.mean, "highest": best.highest, "half": half,
        }  # fmt: skip
    heads = [_("Kysymys"), _("Keskiarvo"), _("Asteikko"), _("Vastauksia")]
    return Section("feedback", _("Asiakkaiden palaute"), sentence, heads, rows, one)
