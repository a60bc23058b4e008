"""The first sentence of the client's page: what is next, when and with whom."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from rinnalla.cases.models import ARRANGING, CLOSED, Case
from rinnalla.lib import dates
from rinnalla.lib.spoken import on_day
from rinnalla.portal.own import first_name


@dataclass(frozen=True)
class Ahead:
    """What is next. `act` is the text of the one button and `url` its address."""

    title: str
    text: str = ""
    place: str = ""
    prepare: str = ""
    act: str = ""
    url: str = ""


def what_is_next(case: Case) -> Ahead:
    """The next thing of an open case; what happens now when somebody is still to be named, or when it is closed."""
    if case.state == CLOSED:
        return Ahead(_("Asiasi on päätetty %(day)s.") % {"day": dates.d(case.closed_at)}, _("Voit palata koska vain. Hakemusta ei tarvita."))
    if case.state == ARRANGING:
        name = first_name(case.arranger.name) if case.arranger else case.holder_unit.name
        text = _("%(name)s hoitaa sen viimeistään %(day)s. Sinun ei tarvitse soittaa.")
        return Ahead(_("Seuraavaksi sovimme, kuka on asiakasvastaavasi."), text % {"name": name, "day": on_day(case.naming_due_on)})
    return _step(case)


def _step(case: Case) -> Ahead:
    name = first_name(case.responsible_worker.name)
    if case.next_step_on < dates.today():
        title = _("Tämä on myöhässä: %(step)s.") % {"step": case.next_step.rstrip(".")}
        text = _("Sen piti olla valmis %(day)s. %(name)s kertoo sinulle uuden päivän.")
        return Ahead(title, text % {"day": dates.d(case.next_step_on), "name": name})
    title = _("Seuraavaksi: %(step)s %(day)s.") % {"step": case.next_step.rstrip("."), "day": on_day(case.next_step_on)}
    return Ahead(title, _("%(name)s pitää huolen siitä, että näin tapahtuu.") % {"name": name})
