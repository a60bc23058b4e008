"""What is picked into a profile beside the client's words: checked against the common definitions before it is kept."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from rinnalla.employers.vacancies.picking import OCCUPATIONS, SKILLS, known
from rinnalla.lib.errors import Refused
from rinnalla.organisations.models import Municipality
from rinnalla.servicemodels.codes import code

LISTS = {
    "occupations": OCCUPATIONS, "picked_skills": SKILLS, "times": "work_times", "picked_limits": "work_demands",
}
LONGEST_WORDS = 400
MOST_HOURS = 48
Planned = Mapping[str, str]


def checked_picks(picks: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """The picks that are given, each known. `before` is what stands where one is not given. Raises Refused."""
    kept = dict(picks)
    for name, of in LISTS.items():
        if name in kept:
            kept[name] = known(of, kept[name], name)
    if "municipalities" in kept:
        kept["municipalities"] = _municipalities(kept["municipalities"])
    if "disclosure" in kept:
        kept["disclosure"] = [_planned(one) for one in kept["disclosure"]]
    _hours({**before, **kept})
    if kept.get("no_limits", before.get("no_limits")) and kept.get("picked_limits", before.get("picked_limits")):
        text = _("Valitse joko se, mitä työssä ei voi olla, tai ”ei ole rajoja”. Ei molempia.")
        raise Refused(text, field="no_limits")
    return kept


def _municipalities(codes: Sequence[str]) -> list[str]:
    found = list(Municipality.objects.filter(code__in=codes).order_by("code").values_list("code", flat=True))
    if set(codes) - set(found):
        raise Refused(_("Valitse jokin vaihtoehdoista."), field="municipalities")
    return found


def _hours(kept: Mapping[str, Any]) -> None:
    least, most = kept.get("hours_from"), kept.get("hours_to")
    for name, told in (("hours_from", least), ("hours_to", most)):
        if told is not None and not 0 < told <= MOST_HOURS:
            raise Refused(_("Viikossa on enintään %(most)s tuntia työtä.") % {"most": MOST_HOURS}, field=name)
    if least and most and most < least:
        raise Refused(_("Enintään-tunnit ovat pienemmät kuin vähintään-tunnit. Vaihda ne."), field="hours_to")


def _planned(one: Planned) -> dict[str, str]:
    """One line of the disclosure plan: what, told or not, when, who tells, in which words. Raises Refused."""
    item, stance = one.get("item", ""), one.get("stance", "")
    field = f"{item}_stance"
    if code("disclosure_items", item) is None or code("disclosure_stances", stance) is None:
        raise Refused(_("Valitse jokin vaihtoehdoista."), field=field)
    when, who = one.get("when", ""), one.get("who", "")
    words = one.get("words", "").strip()[:LONGEST_WORDS]
    if stance == "keep":
        return {"item": item, "stance": stance, "when": "", "who": "", "words": words}
    if code("disclosure_moments", when) is None:
        raise Refused(_("Valitse, milloin tämä kerrotaan."), field=f"{item}_when")
    if code("disclosure_tellers", who) is None:
        raise Refused(_("Valitse, kuka tämän kertoo."), field=f"{item}_who")
    return {"item": item, "stance": stance, "when": when, "who": who, "words": words}
