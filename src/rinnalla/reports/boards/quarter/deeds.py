"""What was developed and decided in a quarter, and what did not go as was meant: all of it from records."""

from collections.abc import Sequence

from django.db.models import Q
from django.utils.translation import gettext as _

from rinnalla.lib import dates
from rinnalla.network.contacts.models import CooperationContact
from rinnalla.network.development.models import CARRIED_ON, DONE, ENDED, NOT_DONE, Development
from rinnalla.network.projects.models import Project
from rinnalla.organisations.models import OrganisationAgreement, Region
from rinnalla.reports.boards.quarter.periods import Quarter
from rinnalla.reports.boards.sections import Cell, Section
from rinnalla.servicemodels.models import ServiceModel

Rows = list[list[Cell]]


def developed(region: Region, quarter: Quarter) -> Section:
    """Development actions that were begun or moved in the quarter."""
    within = Q(made_at__gte=dates.start_of_day(quarter.since), made_at__lt=dates.midnight_after(quarter.until))
    rows = Development.objects.filter(within | Q(state_on__range=(quarter.since, quarter.until)), region=region)
    found = list(rows.select_related("unit__organisation").order_by("state_on", "pk"))
    ended = sum(one.state in ENDED and one.state_on <= quarter.until for one in found)
    sentence = _("Kehittämistoimia eteni %(n)s, niistä päättyi %(ended)s.") % {"n": len(found), "ended": ended}
    return Section(
        "developed", _("Kehittämistoimet"), sentence, [_("Kehittämistoimi"), _("Kenen"), _("Tila"), _("Päivä")],
        [[one.title, one.unit.organisation.name, _state(one, quarter), dates.d(one.state_on)] for one in found],
        notes=[_("Mukana ovat neljänneksellä kirjatut kehittämistoimet ja ne, joiden tila muuttui silloin.")],
    )  # fmt: skip


def _state(one: Development, quarter: Quarter) -> str:
    return one.get_state_display() if one.state_on <= quarter.until else _("Muuttunut neljänneksen jälkeen")


# Decisions ------------------------------------------------------------------------------------------------------------


def decisions(region: Region, quarter: Quarter) -> Section:
    """What was decided: actions that ended, projects that closed, versions of the model, agreements."""
    rows = sorted([*_ended(region, quarter), *_closed(region, quarter), *_published(region, quarter),
                   *_agreed(region, quarter)], key=lambda one: one[0])  # fmt: skip
    sentence = _("Päätöksiä kirjattiin %(n)s.") % {"n": len(rows)} if rows else _("Päätöksiä ei ole kirjattu.")
    return Section(
        "decisions", _("Päätökset"), sentence, [_("Mitä"), _("Päätös"), _("Perustelu tai tulos"), _("Päivä")],
        [[*cells, dates.d(day)] for day, *cells in rows],
        notes=[_("Mukana ovat päättyneet kehittämistoimet, suljetut hankkeet, julkaistut palvelumallin versiot ja "
                 "allekirjoitetut tai päättyneet sopimukset.")],
    )  # fmt: skip


def _ended(region: Region, quarter: Quarter) -> list[tuple]:
    rows = Development.objects.filter(
        region=region, state__in=ENDED, state_on__range=(quarter.since, quarter.until)
    ).select_related("heir__organisation")
    why = {NOT_DONE: lambda one: one.reason, DONE: lambda one: one.findings, CARRIED_ON: _heir}
    return [(one.state_on, one.title, one.get_state_display(), why[one.state](one)) for one in rows]


def _heir(one: Development) -> str:
    told = {"who": one.heir.organisation.name, "day": dates.d(one.heir_from)} if one.heir else {}
    return _("Jatkaa %(who)s %(day)s alkaen.") % told if told else one.findings


def _closed(region: Region, quarter: Quarter) -> list[tuple]:
    rows = Project.objects.filter(region=region, closed_at__gte=dates.start_of_day(quarter.since),
                                  closed_at__lt=dates.midnight_after(quarter.until))  # fmt: skip
    return [(dates.local(one.closed_at).date(), one.name, _("Hanke suljettiin"), one.lessons) for one in rows]


def _published(region: Region, quarter: Quarter) -> list[tuple]:
    rows = ServiceModel.objects.filter(region=region, published_at__gte=dates.start_of_day(quarter.since),
                                       published_at__lt=dates.midnight_after(quarter.until))  # fmt: skip
    return [
        (dates.local(one.published_at).date(), _("Palvelumalli"), _("Versio %(n)s julkaistiin") % {"n": one.number}, "")
        for one in rows
    ]


def _agreed(region: Region, quarter: Quarter) -> list[tuple]:
    rows = OrganisationAgreement.objects.filter(organisation__region=region).select_related("organisation")
    signed = rows.filter(signed_on__range=(quarter.since, quarter.until))
    ended = rows.filter(
        ended_at__gte=dates.start_of_day(quarter.since), ended_at__lt=dates.midnight_after(quarter.until)
    )
    return [
        *((one.signed_on, one.organisation.name, _("Sopimus allekirjoitettiin"), one.get_kind_display())
          for one in signed),
        *((dates.local(one.ended_at).date(), one.organisation.name, _("Sopimus päättyi"), one.ended_reason)
          for one in ended),
    ]  # fmt: skip


# Deviations -----------------------------------------------------------------------------------------------------------


def deviations(region: Region, quarter: Quarter, projects: Sequence[Project]) -> Section:
    """What did not go as was meant by the quarter's last day."""
    rows: Rows = [*_late(region, quarter), *_overspent(projects, quarter), *_left_open(region, quarter),
                  *_called_off(region, quarter)]  # fmt: skip
    sentence = _("Poikkeamia on %(n)s.") % {"n": len(rows)} if rows else _("Kaikki eteni niin kuin oli sovittu.")
    return Section(
        "deviations", _("Poikkeamat"), sentence, [_("Mitä"), _("Poikkeama"), _("Kenen")], rows,
        notes=[_("Mukana ovat myöhässä olevat kehittämistoimet, budjetin ylittäneet ja sulkematta jääneet hankkeet ja "
                 "perutut tapahtumat.")],
    )  # fmt: skip


def _late(region: Region, quarter: Quarter) -> Rows:
    open_then = ~Q(state__in=ENDED) | Q(state_on__gt=quarter.until)
    rows = Development.objects.filter(
        open_then, region=region, due_on__lte=quarter.until, made_at__lt=dates.midnight_after(quarter.until)
    ).select_related("unit__organisation").order_by("due_on", "pk")  # fmt: skip
    return [
        [one.title, _("Myöhässä: piti olla tehty %(day)s") % {"day": dates.d(one.due_on)}, one.unit.organisation.name]
        for one in rows
    ]


def _overspent(projects: Sequence[Project], quarter: Quarter) -> Rows:
    found: Rows = []
    for one in projects:
        used = sum(row.amount_eur for row in one.spending.all() if row.on <= quarter.until)
        if one.budget_eur and used > one.budget_eur:
            percent = round(100 * used / one.budget_eur)
            found.append([one.name, _("Budjetti ylittyi: käytetty %(n)s %%") % {"n": percent}, one.funder])
    return found


def _left_open(region: Region, quarter: Quarter) -> Rows:
    unclosed = Q(closed_at__isnull=True) | Q(closed_at__gte=dates.midnight_after(quarter.until))
    rows = Project.objects.filter(unclosed, region=region, ends_on__lt=quarter.until).order_by("ends_on", "pk")
    return [
        [one.name, _("Päättyi %(day)s, mutta sitä ei ole suljettu") % {"day": dates.d(one.ends_on)}, one.funder]
        for one in rows
    ]


def _called_off(region: Region, quarter: Quarter) -> Rows:
    rows = CooperationContact.objects.filter(
        region=region, cancelled_at__gte=dates.start_of_day(quarter.since),
        cancelled_at__lt=dates.midnight_after(quarter.until),
    ).select_related("unit__organisation").order_by("on", "pk")  # fmt: skip
    return [
        [one.title, _("Peruttiin: %(why)s") % {"why": one.cancelled_why}, one.unit.organisation.name] for one in rows
    ]
