"""The rules' lines in words: what a line is about is gathered once, each reader has sentences of their own."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from rinnalla.employers.vacancies.showing import hours_in_words
from rinnalla.employment.matching.rules import LIMITS, Reason, State
from rinnalla.lib.texts import in_language
from rinnalla.organisations.models import Municipality
from rinnalla.servicemodels.codes import code, code_name

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise  # only the types' package has the name


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


@dataclass(frozen=True)
class Voice:
    """How one reader is told: a sentence for all that a rule may say, by rule, and hours as that reader reads them."""

    sentences: Mapping[str, Mapping[str, "_StrPromise"]]
    week: Callable[[Decimal | None, Decimal | None], str]

    def tell(self, reasons: Iterable[Reason], places: dict[str, str]) -> Told:
        """The lines in words. `places` names the municipalities."""
        return Told(tuple(Said(one.state, self._sentence(one, places)) for one in reasons))

    def _sentence(self, one: Reason, places: dict[str, str]) -> str:
        if one.rule == HOURS and one.what == HOURS:
            told = [Decimal(part) if part else None for part in one.about]
            about = {"work": self.week(told[0], told[1]), "wish": self.week(told[2], told[3])}
            return self.sentences[HOURS]["suit" if one.state == State.FOR else "differ"] % about
        return self.sentences[one.rule][one.what] % _about(one, places)


HOURS = "hours"
TO_COACH = Voice(
    {
        "wish": {
            "no_wish": _("Toiveammattia ei ole valittu profiiliin."),
            "no_occupation": _("Paikan ammattiryhmää ei tiedetä."),
            "same": _("Toiveen mukainen ala: %(work)s."),
            "near": _("Samaa alaa kuin toive: %(wish)s. Paikka: %(work)s."),
            "other": _("Eri ala kuin toiveissa: %(work)s."),
        },
        "skills": {
            "not_told": _("Paikan taitoja ei ole kirjattu."),
            "has": _("Osaa jo: %(names)s."),
            "ask": _("Kysy, osaako tai voiko oppia: %(names)s."),
        },
        LIMITS: {
            "no_limits": _("Ei ole kysytty, mitä työssä ei voi olla."),
            "no_demands": _("Ei tiedetä, mitä työssä on. Kysy työnantajalta."),
            "hit": _("Työssä on sitä, mitä siinä ei voi olla: %(names)s."),
            "clear": _("Työssä ei ole sitä, mitä siinä ei voi olla."),
        },
        "distance": {
            "no_area": _("Kuntia, joissa voi käydä töissä, ei ole valittu."),
            "no_place": _("Paikan kuntaa ei tiedetä."),
            "near": _("Voi käydä töissä: %(place)s."),
            "far": _("Kunta ei ole niissä, joissa voi käydä töissä: %(place)s."),
        },
        HOURS: {
            "no_wish": _("Sopivia viikkotunteja ei ole kirjattu."),
            "not_told": _("Paikan viikkotunteja ei tiedetä."),
            "suit": _("Työaika sopii: %(work)s, toive %(wish)s."),
            "differ": _("Työaika on eri kuin toive: %(work)s, toive %(wish)s."),
        },
        "times": {
            "no_wish": _("Sopivia vuorokaudenaikoja ei ole kirjattu."),
            "not_told": _("Paikan vuoroja ei tiedetä."),
            "suits": _("Vuorot sopivat: %(names)s."),
            "outside": _("Vuoroja, jotka eivät sovi: %(names)s."),
        },
    },
    hours_in_words,
)


def in_words(reasons: Iterable[Reason], places: dict[str, str], *, sees_limits: bool = True) -> Told:
    """The lines to a professional; those of the limits only for whoever sees the limits."""
    return TO_COACH.tell([one for one in reasons if sees_limits or one.rule != LIMITS], places)


def places_of(region_id: int | None) -> dict[str, str]:
    """The municipalities of a region by code."""
    return {one.code: one.name for one in Municipality.objects.filter(region_id=region_id)}


def _about(one: Reason, places: dict[str, str]) -> dict[str, str]:
    """What stands in a sentence: the names all together, and of two the wish first and the work last."""
    names = [_name(one.rule, key, places) for key in one.about]
    return {"names": ", ".join(names), "wish": "".join(names[:1]), "work": "".join(names[-1:]), "place": "".join(names)}


def _name(rule: str, key: str, places: dict[str, str]) -> str:
    if rule == "distance":
        return places.get(key, key)
    if rule == LIMITS:
        found = code("work_demands", key)
        return in_language(found.definition.as_limit.model_dump()) if found else key
    return code_name({"wish": "occupations", "skills": "skills", "times": "work_times"}[rule], key)
