"""The rules' lines and the disclosure plan as they are said to the client. texts: to the client"""

from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from rinnalla.employers.vacancies.showing import number
from rinnalla.employment.matching.reasons import HOURS, Told, Voice
from rinnalla.employment.matching.rules import LIMITS, Reason
from rinnalla.employment.models import JobProfile
from rinnalla.servicemodels.codes import code_name


def in_plain_words(reasons: Iterable[Reason], places: dict[str, str]) -> Told:
    """The lines to the client, whose own limits they may tell. `places` names the municipalities."""
    return TO_CLIENT.tell(reasons, places)


def plan_in_plain_words(profile: JobProfile | None) -> list[tuple[str, str]]:
    """What was agreed that an employer is told: each item, and how it is told."""
    return [(code_name("disclosure_items", one["item"]), _agreed(one)) for one in profile.disclosure] if profile else []


def _agreed(one: dict[str, str]) -> str:
    parts = [code_name("disclosure_stances", one["stance"]) + "."]
    parts += [code_name("disclosure_moments", one["when"]) + "."] if one["when"] else []
    parts += [_teller(one["who"])] if one["who"] else []
    parts += [_("Näin: ”%(words)s”") % {"words": one["words"]}] if one["words"] else []
    return " ".join(parts)


def _teller(who: str) -> str:
    told = {"client": _("Sinä kerrot."), "coach": _("Valmentaja kertoo."), "together": _("Kerrotte yhdessä.")}
    return str(told.get(who, "")) or code_name("disclosure_tellers", who)


def week_in_words(least: Decimal | None, most: Decimal | None) -> str:
    """20–30 hours a week, spelled out; "" when nobody knows."""
    if least and most and least != most:
        return _("%(least)s–%(most)s tuntia viikossa") % {"least": number(least), "most": number(most)}
    if least and most:
        return _("%(n)s tuntia viikossa") % {"n": number(most)}
    if least:
        return _("vähintään %(n)s tuntia viikossa") % {"n": number(least)}
    return _("enintään %(n)s tuntia viikossa") % {"n": number(most)} if most else ""


TO_CLIENT = Voice(
    {
        "wish": {
            "no_wish": _("Emme tiedä vielä, mitä alaa toivot."),
            "no_occupation": _("Emme tiedä vielä, mitä alaa työ on."),
            "same": _("Toivoit tätä alaa: %(work)s."),
            "near": _("Samaa alaa kuin toiveesi. Toivoit: %(wish)s. Työ on: %(work)s."),
            "other": _("Et ole toivonut tätä alaa: %(work)s."),
        },
        "skills": {
            "not_told": _("Emme tiedä vielä, mitä työssä pitää osata."),
            "has": _("Osaat jo tämän: %(names)s."),
            "ask": _("Osaatko tämän, tai haluatko oppia? %(names)s."),
        },
        LIMITS: {
            "no_limits": _("Emme ole vielä kysyneet, mikä ei sovi sinulle."),
            "no_demands": _("Emme tiedä vielä, millaista työ on."),
            "hit": _("Työssä on asia, joka ei sovi sinulle: %(names)s."),
            "clear": _("Työssä ei ole sitä, mikä ei sovi sinulle."),
        },
        "distance": {
            "no_area": _("Emme tiedä vielä, missä voit käydä töissä."),
            "no_place": _("Emme tiedä vielä, missä työ on."),
            "near": _("Voit käydä siellä töissä: %(place)s."),
            "far": _("Työ on muualla kuin toivoit: %(place)s."),
        },
        HOURS: {
            "no_wish": _("Emme tiedä vielä, montako tuntia haluat tehdä."),
            "not_told": _("Emme tiedä vielä, montako tuntia työtä on."),
            "suit": _("Työaika sopii sinulle. Työtä on %(work)s."),
            "differ": _("Työaika on eri kuin toivoit. Työtä on %(work)s. Toivoit: %(wish)s."),
        },
        "times": {
            "no_wish": _("Emme tiedä vielä, mihin aikaan haluat tehdä työtä."),
            "not_told": _("Emme tiedä vielä, mihin aikaan työ on."),
            "suits": _("Työn ajat sopivat sinulle: %(names)s."),
            "outside": _("Työssä on aikoja, jotka eivät sovi sinulle: %(names)s."),
        },
    },
    week_in_words,
)
