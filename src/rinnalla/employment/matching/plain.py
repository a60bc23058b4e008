"""The rules' lines and the disclosure plan as they are said to the client. texts: to the client"""

from collections.abc import Callable, Iterable
from decimal import Decimal

from django.utils.translation import gettext as _

from rinnalla.employers.vacancies.showing import number
from rinnalla.employment.matching.reasons import Said, Told
from rinnalla.employment.matching.rules import LIMITS, Reason, State
from rinnalla.employment.models import JobProfile
from rinnalla.lib.texts import in_language
from rinnalla.servicemodels.codes import code, code_name


def in_plain_words(reasons: Iterable[Reason], places: dict[str, str]) -> Told:
    """The lines to the client, whose own limits they may tell. `places` names the municipalities."""
    return Told(tuple(Said(one.state, TEXTS[one.rule](one, places)) for one in reasons))


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
    return told.get(who) or code_name("disclosure_tellers", who)


def _wish(one: Reason, places: dict[str, str]) -> str:
    names = [code_name("occupations", key) for key in one.about]
    if one.what == "near":
        return _("Samaa alaa kuin toiveesi. Toivoit: %(wish)s. Työ on: %(work)s.") % {
            "wish": names[0], "work": names[1],
        }
    return {
        "no_wish": _("Emme tiedä vielä, mitä alaa toivot."),
        "no_occupation": _("Emme tiedä vielä, mitä alaa työ on."),
        "same": _("Toivoit tätä alaa: %(work)s.") % {"work": "".join(names[:1])},
        "other": _("Et ole toivonut tätä alaa: %(work)s.") % {"work": "".join(names[:1])},
    }[one.what]


def _skills(one: Reason, places: dict[str, str]) -> str:
    names = ", ".join(code_name("skills", key) for key in one.about)
    return {
        "not_told": _("Emme tiedä vielä, mitä työssä pitää osata."),
        "has": _("Osaat jo tämän: %(names)s.") % {"names": names},
        "ask": _("Osaatko tämän, tai haluatko oppia? %(names)s.") % {"names": names},
    }[one.what]


def _limits(one: Reason, places: dict[str, str]) -> str:
    names = ", ".join(_as_limit(key) for key in one.about)
    return {
        "no_limits": _("Emme ole vielä kysyneet, mikä ei sovi sinulle."),
        "no_demands": _("Emme tiedä vielä, millaista työ on."),
        "hit": _("Työssä on asia, joka ei sovi sinulle: %(names)s.") % {"names": names},
        "clear": _("Työssä ei ole sitä, mikä ei sovi sinulle."),
    }[one.what]


def _as_limit(key: str) -> str:
    found = code("work_demands", key)
    return in_language(found.definition.as_limit.model_dump()) if found else key


def _distance(one: Reason, places: dict[str, str]) -> str:
    name = places.get(one.about[0], one.about[0]) if one.about else ""
    return {
        "no_area": _("Emme tiedä vielä, missä voit käydä töissä."),
        "no_place": _("Emme tiedä vielä, missä työ on."),
        "near": _("Voit käydä siellä töissä: %(place)s.") % {"place": name},
        "far": _("Työ on muualla kuin toivoit: %(place)s.") % {"place": name},
    }[one.what]


def _hours(one: Reason, places: dict[str, str]) -> str:
    if one.what != "hours":
        return {
            "no_wish": _("Emme tiedä vielä, montako tuntia haluat tehdä."),
            "not_told": _("Emme tiedä vielä, montako tuntia työtä on."),
        }[one.what]
    told = [Decimal(part) if part else None for part in one.about]
    about = {"work": week_in_words(told[0], told[1]), "wish": week_in_words(told[2], told[3])}
    if one.state == State.FOR:
        return _("Työaika sopii sinulle. Työtä on %(work)s.") % about
    return _("Työaika on eri kuin toivoit. Työtä on %(work)s. Toivoit: %(wish)s.") % about


def week_in_words(least: Decimal | None, most: Decimal | None) -> str:
    """20–30 hours a week, spelled out; "" when nobody knows."""
    if least and most and least != most:
        return _("%(least)s–%(most)s tuntia viikossa") % {"least": number(least), "most": number(most)}
    if least and most:
        return _("%(n)s tuntia viikossa") % {"n": number(most)}
    if least:
        return _("vähintään %(n)s tuntia viikossa") % {"n": number(least)}
    return _("enintään %(n)s tuntia viikossa") % {"n": number(most)} if most else ""


def _times(one: Reason, places: dict[str, str]) -> str:
    names = ", ".join(code_name("work_times", key) for key in one.about)
    return {
        "no_wish": _("Emme tiedä vielä, mihin aikaan haluat tehdä työtä."),
        "not_told": _("Emme tiedä vielä, mihin aikaan työ on."),
        "suits": _("Työn ajat sopivat sinulle: %(names)s.") % {"names": names},
        "outside": _("Työssä on aikoja, jotka eivät sovi sinulle: %(names)s.") % {"names": names},
    }[one.what]


TEXTS: dict[str, Callable[[Reason, dict[str, str]], str]] = {
    "wish": _wish, "skills": _skills, LIMITS: _limits, "distance": _distance, "hours": _hours, "times": _times,
}
