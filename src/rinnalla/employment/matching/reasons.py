"""The rules' lines in the reader's language."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from rinnalla.employers.vacancies.showing import hours_in_words
from rinnalla.employment.matching.rules import LIMITS, Reason, State
from rinnalla.lib.texts import in_language
from rinnalla.organisations.models import Municipality
from rinnalla.servicemodels.codes import code, code_name


@dataclass(frozen=True)
class Said:
    """A line in words with the sign it stands under."""

    state: State
    text: str


@dataclass(frozen=True)
class Told:
    """The lines of one proposal: what speaks for, what against, what is still to be asked."""

    lines: tuple[Said, ...]

    @property
    def speaks_for(self) -> list[str]:
        return [one.text for one in self.lines if one.state == State.FOR]

    @property
    def against(self) -> list[str]:
        return [one.text for one in self.lines if one.state == State.AGAINST]

    @property
    def ask(self) -> list[str]:
        return [one.text for one in self.lines if one.state == State.ASK]


def in_words(reasons: Iterable[Reason], places: dict[str, str], *, sees_limits: bool = True) -> Told:
    """The lines in words; those of the limits only for whoever sees the limits. `places` names the municipalities."""
    shown = [one for one in reasons if sees_limits or one.rule != LIMITS]
    return Told(tuple(Said(one.state, TEXTS[one.rule](one, places)) for one in shown))


def places_of(region_id: int | None) -> dict[str, str]:
    """The municipalities of a region by code."""
    return {one.code: one.name for one in Municipality.objects.filter(region_id=region_id)}


def _wish(one: Reason, places: dict[str, str]) -> str:
    names = [code_name("occupations", key) for key in one.about]
    if one.what == "near":
        return _("Samaa alaa kuin toive: %(wish)s. Paikka: %(work)s.") % {"wish": names[0], "work": names[1]}
    return {
        "no_wish": _("Toiveammattia ei ole valittu profiiliin."),
        "no_occupation": _("Paikan ammattiryhmää ei tiedetä."),
        "same": _("Toiveen mukainen ala: %(work)s.") % {"work": "".join(names[:1])},
        "other": _("Eri ala kuin toiveissa: %(work)s.") % {"work": "".join(names[:1])},
    }[one.what]


def _skills(one: Reason, places: dict[str, str]) -> str:
    names = ", ".join(code_name("skills", key) for key in one.about)
    return {
        "not_told": _("Paikan taitoja ei ole kirjattu."),
        "has": _("Osaa jo: %(names)s.") % {"names": names},
        "ask": _("Kysy, osaako tai voiko oppia: %(names)s.") % {"names": names},
    }[one.what]


def _limits(one: Reason, places: dict[str, str]) -> str:
    names = ", ".join(_as_limit(key) for key in one.about)
    return {
        "no_limits": _("Ei ole kysytty, mitä työssä ei voi olla."),
        "no_demands": _("Ei tiedetä, mitä työssä on. Kysy työnantajalta."),
        "hit": _("Työssä on sitä, mitä siinä ei voi olla: %(names)s.") % {"names": names},
        "clear": _("Työssä ei ole sitä, mitä siinä ei voi olla."),
    }[one.what]


def _as_limit(key: str) -> str:
    found = code("work_demands", key)
    return in_language(found.definition.as_limit.model_dump()) if found else key


def _distance(one: Reason, places: dict[str, str]) -> str:
    name = places.get(one.about[0], one.about[0]) if one.about else ""
    return {
        "no_area": _("Kuntia, joissa voi käydä töissä, ei ole valittu."),
        "no_place": _("Paikan kuntaa ei tiedetä."),
        "near": _("Voi käydä töissä: %(place)s.") % {"place": name},
        "far": _("Kunta ei ole niissä, joissa voi käydä töissä: %(place)s.") % {"place": name},
    }[one.what]


def _hours(one: Reason, places: dict[str, str]) -> str:
    if one.what != "hours":
        return {
            "no_wish": _("Sopivia viikkotunteja ei ole kirjattu."), "not_told": _("Paikan viikkotunteja ei tiedetä."),
        }[one.what]
    told = [Decimal(part) if part else None for part in one.about]
    about = {"work": hours_in_words(told[0], told[1]), "wish": hours_in_words(told[2], told[3])}
    if one.state == State.FOR:
        return _("Työaika sopii: %(work)s, toive %(wish)s.") % about
    return _("Työaika on eri kuin toive: %(work)s, toive %(wish)s.") % about


def _times(one: Reason, places: dict[str, str]) -> str:
    names = ", ".join(code_name("work_times", key) for key in one.about)
    return {
        "no_wish": _("Sopivia vuorokaudenaikoja ei ole kirjattu."),
        "not_told": _("Paikan vuoroja ei tiedetä."),
        "suits": _("Vuorot sopivat: %(names)s.") % {"names": names},
        "outside": _("Vuoroja, jotka eivät sovi: %(names)s.") % {"names": names},
    }[one.what]


TEXTS: dict[str, Callable[[Reason, dict[str, str]], str]] = {
    "wish": _wish, "skills": _skills, LIMITS: _limits, "distance": _distance, "hours": _hours, "times": _times,
}
