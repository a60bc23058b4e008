"""The rules' findings in the reader's language: what it stands on, what is still asked, what would change it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rinnalla.lib import dates
from rinnalla.lib.texts import in_language
from rinnalla.servicemodels.definitions import Condition, Definition, Fact, Value
from rinnalla.servicemodels.rules import MUNICIPALITY, Change, Finding, Ground, Outcome, Placing, Rulebook, State, Told


@dataclass(frozen=True)
class Said:
    """One ground in words. `state` is met, unmet or unknown: a sign beside the words, never colour alone."""

    state: State
    text: str


@dataclass(frozen=True)
class Explained:
    """A finding in words: what it proposes is drawn by its cards, why and what would change it by these lines."""

    key: str
    name: str
    outcome: Outcome
    verdict: str
    cards: tuple[str, ...]
    reasons: tuple[Said, ...]
    ask: tuple[str, ...]
    changes: tuple[str, ...]


@dataclass(frozen=True)
class ExplainedPlacing:
    """The proposed segment in words."""

    key: str
    name: str
    summary: str
    route: str
    why: str
    reasons: tuple[Said, ...]
    ask: tuple[str, ...]
    changes: tuple[str, ...]


def explain(finding: Finding, book: Rulebook) -> Explained:
    """A finding in words."""
    return Explained(
        key=finding.key,
        name=in_language(dict(finding.names)),
        outcome=finding.outcome,
        verdict=verdicts()[finding.outcome],
        cards=finding.cards if finding.outcome in (Outcome.PROPOSED, Outcome.GUIDED, Outcome.JUDGEMENT) else (),
        reasons=tuple(Said(one.state, _ground(one, book)) for one in finding.grounds),
        ask=tuple(_name(fact) for fact in finding.ask),
        changes=tuple(_change(one, verdicts()[Outcome(one.outcome)], book) for one in finding.changes),
    )


def explain_placing(placing: Placing, book: Rulebook) -> ExplainedPlacing:
    """The proposed segment in words."""
    segments = {one.key: _name(one) for one in book.common.segments}
    grounds = placing.finding.grounds if placing.finding else ()
    return ExplainedPlacing(
        key=placing.segment.key,
        name=_name(placing.segment),
        summary=placing.segment.summary.in_language,
        route=placing.segment.route.in_language,
        why=in_language(dict(placing.finding.names)) if placing.finding else _("Mikään muu sääntö ei täyttynyt."),
        reasons=tuple(Said(one.state, _ground(one, book)) for one in grounds),
        ask=tuple(_name(fact) for fact in placing.waits),
        changes=tuple(_change(one, segments[one.outcome], book) for one in placing.changes),
    )


def verdicts() -> dict[Outcome, str]:
    """Each outcome in words. A rule proposes; a person decides."""
    return {
        Outcome.PROPOSED: _("Ehdotetaan"),
        Outcome.GUIDED: _("Ohjataan toiseen palveluun"),
        Outcome.JUDGEMENT: _("Harkitse itse"),
        Outcome.NOT_MET: _("Ei ehdoteta"),
        Outcome.ASK: _("Kysy vielä"),
    }


def told_in_words(fact: Fact, told: Told, book: Rulebook) -> str:
    """A told fact in words: yes, 14, 23.11.2026, or the name of the chosen code."""
    return answer_in_words(told, {told: _choice(fact, told, book)} if isinstance(told, str) else {})


def answer_in_words(told: Told, choices: Mapping[str, str]) -> str:
    """An answer in words; `choices` names the codes that could be chosen."""
    if isinstance(told, bool):
        return _("kyllä") if told else _("ei")
    if isinstance(told, date):
        return dates.d(told)
    return choices.get(str(told), str(told))


def _choice(fact: Fact, key: str, book: Rulebook) -> str:
    if fact.key == MUNICIPALITY and book.region:
        names = {one.code: _name(one) for one in book.region.info.municipalities}
        return names.get(key, _("muu kunta"))
    codes = getattr(book.common.codes, fact.code_list or "", ())
    return next((_name(code) for code in codes if code.key == key), key)


def _ground(ground: Ground, book: Rulebook) -> str:
    told = _("ei kerrottu") if ground.told is None else told_in_words(ground.fact, ground.told, book)
    line = _("%(fact)s: %(told)s") % {"fact": _name(ground.fact), "told": told}
    plain = ground.condition.one_of and ground.state == State.MET
    bound = "" if plain else _bound(ground.condition, ground.fact, ground.limit, book)
    return f"{line} ({bound})" if bound else line


def _bound(condition: Condition, fact: Fact, limit: Value | None, book: Rulebook) -> str:
    """What the condition asks, where the answer alone does not tell it."""
    if condition.one_of:
        return ", ".join(_choice(fact, key, book) for key in condition.one_of)
    if fact.kind == "date":
        return _("enintään %(time)s sitten") % {"time": time_text(limit)} if limit else ""
    if fact.kind == "number":
        least = book.least(condition)
        parts = [_("vähintään %(number)s") % {"number": least}] if least is not None else []
        parts += [_("enintään %(number)s") % {"number": condition.at_most}] if condition.at_most is not None else []
        return ", ".join(parts)
    return "" if condition.holds else _("ei saa päteä")


def time_text(limit: Value) -> str:
    """A time limit in words: 14 päivää."""
    count = limit.value
    words = {
        "days": ngettext("%(count)s päivä", "%(count)s päivää", count),
        "working_days": ngettext("%(count)s arkipäivä", "%(count)s arkipäivää", count),
        "weeks": ngettext("%(count)s viikko", "%(count)s viikkoa", count),
        "months": ngettext("%(count)s kuukausi", "%(count)s kuukautta", count),
        "years": ngettext("%(count)s vuosi", "%(count)s vuotta", count),
    }
    return words.get(limit.unit, "%(count)s") % {"count": count}


def _change(change: Change, outcome: str, book: Rulebook) -> str:
    facts = _(" ja ").join(
        _("%(fact)s: %(told)s") % {"fact": _name(fact), "told": told_in_words(fact, told, book)}
        for fact, told in change.facts
    )
    return _("%(outcome)s, jos %(facts)s") % {"outcome": outcome, "facts": facts}


def _name(thing: Definition) -> str:
    return thing.names.in_language  # type: ignore[attr-defined]
