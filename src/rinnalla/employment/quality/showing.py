"""What the quality pages show: a review as a list of criteria, evidence in words, two units side by side."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from rinnalla.access.actor import Actor
from rinnalla.access.models import Membership, User
from rinnalla.employment.caseload import coaches_of
from rinnalla.employment.models import CoachingEpisode
from rinnalla.employment.quality import reading, scoring, sets
from rinnalla.employment.quality.actions import evidence
from rinnalla.employment.quality.models import COACHES, QualityComparison, QualityReview, QualityScore
from rinnalla.lib.smallnumbers import Shown, hide_small
from rinnalla.organisations.models import Unit
from rinnalla.servicemodels.codes import deadline
from rinnalla.servicemodels.definitions import QualityBand, QualityItem, QualitySet

SECTIONS = {
    "staffing": _("Henkilöstö"), "organisation": _("Järjestelyt"), "services": _("Palvelu asiakkaalle"),
}
KNOWN_FROM = {
    "records": _("Lasketaan kirjauksista"), "partly": _("Kirjauksista ja arvioijalta"), "reviewer": _("Arvioijalta"),
}
# The numbers of the evidence in words.
FACTS: dict[str, Any] = {
    "clients": _("Asiakkaita"), "working_time": _("Valmentajien työaika yhteensä, % täydestä"),
    "near_teams": _("Valmentajan kahdesta suurimmasta tiimistä"), "team_contacts": _("Yhteyksiä tiimeihin"),
    "met_clients": _("Asiakkaita, joiden puolesta työnantaja on tavattu"),
    "waiting_clients": _("Asiakkaita, jotka odottavat ensimmäistä tapaamista"),
    "searches": _("Haettuja töitä"), "fitting": _("Niistä vastaa toivetta"), "jobs": _("Palkkatöitä"),
    "kinds": _("Eri työnimikkeitä"), "employers": _("Eri työnantajia"), "current_jobs": _("Nykyisiä töitä"),
    "real_jobs": _("Niistä pysyvää, normaalisti palkattua ja kaikille avointa"), "coaches": _("Valmentajia"),
    "team_meetings": _("Tiimin kokouksia, joissa valmentaja oli"), "talks": _("Esihenkilön keskusteluja"),
    "visits": _("Esihenkilön käyntejä kentällä"), "results": _("Tulosten läpikäyntejä"),
    "profiles": _("Asiakkaita, joilla on työprofiili"), "talked_clients": _("Niistä asiasta on puhuttu"),
    "employer_visits": _("Käyntejä työnantajien luona"), "visited_employers": _("Työnantajia, joiden luona on käyty"),
    "learnt_needs": _("Käyntejä, joilla kuultiin työnantajan tarpeet"), "outreach": _("Yhteyden säilyttämisiä"),
    "authority_meetings": _("Sovittuja tapaamisia"), "authority_contacts": _("Yhteyksiä asiakkaista"),
    "coach_meetings": _("Valmentajien kokouksia"), "sources": _("Tahoja, joista uusia asiakkaita tuli"),
    "lost_jobs": _("Päättyneitä töitä"), "helped_after": _("Niistä tuki jatkui"),
    "begun_jobs": _("Alkaneita palkkatöitä"),
    "advised_before": _("Niistä neuvottiin ennen työtä"), "renewed": _("Niistä profiili on päivitetty työn jälkeen"),
    "contact_checks": _("Tapaamisten tarkistuksia"), "at_work": _("Asiakkaita työssä"),
    "supported": _("Niistä sai tukea"),
    "long_jobs": _("Töitä, joiden alusta on neljä kuukautta"), "met_long": _("Niistä tavattu vielä neljännessä kuussa"),
}  # fmt: skip
# What holds or does not.
PARTS: dict[str, Any] = {
    "enough_jobs": _("Nykyisiä töitä on tarpeeksi"), "team_meetings": _("Tiimin kokouksissa joka viikko"),
    "same_record": _("Valmennus kirjataan asiakkaan asiaan"), "group_size": _("Enintään kymmenen täyttä työaikaa"),
    "supervision": _("Keskustelu joka viikko"), "team_leaders": _("Tiimien johtajat tavataan neljännesvuosittain"),
    "field_visits": _("Mukana kentällä joka kuukausi"), "outcome_reviews": _("Tulokset katsotaan neljännesvuosittain"),
    "talked_of": _("Useimpien kanssa on puhuttu"), "what_to_tell": _("Profiilissa lukee, mitä saa kertoa"),
    "talked_again": _("Asiaan on palattu"), "many_sources": _("Moni taho ohjaa asiakkaita"),
    "help_goes_on": _("Apu jatkuu, kun työ päättyy"), "support_varies": _("Tuki vaihtelee, myös työnantaja saa sitä"),
    "met_anyway": _("Tavataan, vaikka paikkaa ei olisi auki"),
    "met_again": _("Tavataan uudelleen niin kuin oli suunniteltu"),
    "outreach_noted": _("Yhteydenpito on kirjattu"), "outreach_by_many": _("Useampi pitää yhteyttä"),
    "outreach_visits": _("Asiakasta on tavattu toimiston ulkopuolella"),
    "outreach_with_team": _("Yhdessä tiimin kanssa"),
    "outreach_with_family": _("Läheinen on ollut mukana"),
}  # fmt: skip
# What the number of each coach means.
EACH: dict[str, Any] = {
    "caseload": _("asiakasta"), "own_work": _("% valmennukseen"), "whole_path": _("vaihetta kuudesta"),
    "employer_contacts": _("tapaamista viikossa"), "out_of_office": _("% työajasta"),
}
DAYS = ("quick_contact",)


@dataclass(frozen=True)
class Line:
    """One criterion as a page shows it. `step` None: it can't be rated, or waits for the reviewer."""

    item: QualityItem
    step: int | None
    counted: int | None
    found: Mapping[str, Any]
    answers: Mapping[str, bool] | None
    score: QualityScore | None = None

    @property
    def in_words(self) -> str:
        return self.item.steps[self.step - 1].in_language if self.step else ""

    @property
    def waits(self) -> bool:
        """The reviewer has not been asked yet."""
        return bool(self.item.asks) and self.answers is None

    @property
    def facts(self) -> list[tuple[Any, int]]:
        return [(FACTS.get(key, key), number) for key, number in self.found.get("facts", ())]

    @property
    def parts(self) -> list[tuple[Any, bool]]:
        told = [(PARTS.get(key, key), holds) for key, holds in self.found.get("parts", ())]
        if self.answers is not None:
            told += [(one.names.in_language, bool(self.answers.get(one.key))) for one in self.item.asks]
        return told

    @property
    def shows_nothing(self) -> bool:
        """Records say nothing of this yet."""
        return not any(number for _key, number in self.found.get("facts", ())) and not self.found.get("parts")


@dataclass(frozen=True)
class Sheet:
    """A review, or what the records say before there is one: 25 lines, their sum when it is whole, its band."""

    used: QualitySet
    lines: list[Line]
    review: QualityReview | None

    @property
    def sections(self) -> list[tuple[Any, list[Line]]]:
        return [(name, [one for one in self.lines if one.item.section == key]) for key, name in SECTIONS.items()]

    @property
    def rated(self) -> int:
        return sum(one.step is not None for one in self.lines)

    @property
    def points(self) -> int:
        """The sum of those that are rated; of all 25 it is the review's sum."""
        return sum(one.step or 0 for one in self.lines)

    @property
    def band(self) -> QualityBand | None:
        return self.used.band_of(self.points) if self.rated == len(self.lines) else None


def units_of(actor: Actor) -> list[Unit]:
    """The units whose quality page somebody opens: a coach's own, a manager's organisation's."""
    rows = Unit.objects.filter(memberships__role__in=COACHES).select_related("organisation__region").distinct()
    if actor.can("quality.approve"):
        return list(rows.filter(organisation_id=actor.organisation_id).order_by("key"))
    return list(rows.filter(pk=actor.unit_id)) if actor.can("quality.view") else []


def sheet_of(review: QualityReview) -> Sheet:
    """A review as it was saved."""
    used = sets.set_named(review.set_key, review.set_version)
    scores = {one.item: one for one in review.scores.select_related("by")}
    lines = [
        Line(item, one.step, one.counted, one.found, one.answers, one)
        for item in used.items if (one := scores.get(item.key))
    ]
    return Sheet(used, lines, review)


def sheet_of_records(unit: Unit) -> Sheet:
    """What the records say today; nobody has reviewed."""
    used = sets.set_of(unit)
    rated = scoring.rate_all(used, reading.records_of(unit, used), {})
    return Sheet(used, [Line(one.item, one.step, one.step, evidence(one), None) for one in rated], None)


def coach_lines(line: Line) -> list[tuple[str, int, Any]]:
    """The number of each coach with what it means."""
    told = dict(line.found.get("coaches", ()))
    names = User.objects.filter(pk__in=told).values_list("pk", "name").order_by("name")
    return [(name, told[pk], EACH.get(line.item.key, "")) for pk, name in names]


def own_clients(review: QualityReview, item: QualityItem, actor: Actor) -> list[tuple[CoachingEpisode, int]]:
    """The clients of the reader's own that the count is made of, with each one's number; nobody else's."""
    used = sets.set_named(review.set_key, review.set_version)
    found = scoring.rate(item, used.limits, reading.records_of(review.unit, used, review.until), {}).found.clients
    numbers = dict(found)
    rows = CoachingEpisode.objects.visible_to(actor).filter(pk__in=numbers, coach_id=actor.user_id)
    return [(one, numbers[one.pk]) for one in rows.select_related("case__person").order_by("case__person__given_names")]


def people_of(unit: Unit) -> list[User]:
    """Who may see to something in a unit."""
    users = Membership.objects.in_force().filter(unit=unit).values_list("user_id", flat=True)
    return list(User.objects.filter(pk__in=users).order_by("name"))


def units_to_ask(unit: Unit) -> list[Unit]:
    """The other units of the region where coaches work."""
    found = {one.unit_id: one.unit for one in coaches_of(unit.organisation.region_id) if one.unit_id != unit.pk}
    return sorted(found.values(), key=lambda one: (one.organisation.name, one.name))


# Two units side by side -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Side:
    """One unit's approved review as another unit may see it: steps without evidence; how many clients, if not few."""

    unit: Unit
    review: QualityReview | None
    clients: Shown | None
    steps: Mapping[str, int]

    @property
    def few(self) -> bool:
        """So few clients that a step could tell of one of them."""
        return self.clients is not None and self.clients.kind != "number"


def sides_of(comparison: QualityComparison) -> list[Side]:
    """Both units' newest approved reviews. Nothing unless both have agreed."""
    return [_side(unit) for unit in (comparison.unit, comparison.other)] if comparison.stands else []


def _side(unit: Unit) -> Side:
    review = QualityReview.objects.filter(unit=unit, approved_at__isnull=False).first()
    if review is None:
        return Side(unit, None, None, {})
    least = deadline(unit.organisation.region, "small_number")
    clients = hide_small({"clients": review.clients}, least)["clients"]
    if clients.kind != "number" or review.clients < least:
        return Side(unit, review, Shown("small"), {})
    return Side(unit, review, clients, dict(review.scores.values_list("item", "step")))


def newest(reviews: Iterable[QualityReview]) -> QualityReview | None:
    """The open one, else the one approved last."""
    rows = list(reviews)
    return next((one for one in rows if one.open), rows[0] if rows else None)
