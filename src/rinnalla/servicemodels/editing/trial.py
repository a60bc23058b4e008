"""Trying a draft with a made-up client: what its rules would propose and why. Nothing is kept of what is tried."""

from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import ValidationError

from rinnalla.lib import dates
from rinnalla.lib.forms import DateField
from rinnalla.servicemodels import codes
from rinnalla.servicemodels.definitions import Fact, RegionDefinition
from rinnalla.servicemodels.editing import sources, telling, tree
from rinnalla.servicemodels.reasons import Explained, ExplainedPlacing, explain, explain_placing
from rinnalla.servicemodels.rules import MUNICIPALITY, Outcome, Rulebook, Told

YES_NO = [("", gettext_lazy("Ei kysytty")), ("yes", gettext_lazy("Kyllä")), ("no", gettext_lazy("Ei"))]


@dataclass(frozen=True)
class Result:
    """What the draft's rules say of a made-up client."""

    placing: ExplainedPlacing
    ways: list[Explained]
    criteria: list[Explained]
    cards: dict[str, str]


class TrialForm(forms.Form):
    """A made-up client: the home municipality, and each fact that rules may ask about."""

    on = DateField(label=gettext_lazy("Päivä, jona kokeillaan"), initial=dates.today, required=False)

    def __init__(self, *args: Any, content: tree.Content, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.content = content
        self.facts = codes.common().facts
        for fact in self.facts:
            self.fields[fact.key] = self._field(fact)

    def _field(self, fact: Fact) -> forms.Field:
        words: dict[str, Any] = {"label": fact.names.in_language, "required": False}
        if fact.kind == "number":
            return forms.IntegerField(min_value=0, max_value=9999, **words)
        if fact.kind == "date":
            return DateField(**words)
        if fact.kind == "choice":
            return forms.ChoiceField(choices=[("", _("Ei tiedossa")), *self._choices(fact)], **words)
        return forms.ChoiceField(choices=YES_NO, widget=forms.RadioSelect, **words)

    def _choices(self, fact: Fact) -> sources.Choices:
        if fact.key == MUNICIPALITY:
            return [*sources.choices("municipalities", self.content), ("000", _("muu kunta"))]
        every = getattr(codes.common().codes, fact.code_list or "")
        return [(one.key, one.names.in_language) for one in every]

    def told(self) -> dict[str, Told]:
        """The facts that were told; what was left open is unknown, not no."""
        kinds = {fact.key: fact.kind for fact in self.facts}
        given = {key: self.cleaned_data.get(key) for key in kinds}
        return {
            key: value == "yes" if kinds[key] == "yes_no" else value
            for key, value in given.items() if value not in (None, "")
        }

    def asked_first(self) -> list[forms.BoundField]:
        """The facts this draft's own rules ask about."""
        used = used_facts(self.content)
        return [self[fact.key] for fact in self.facts if fact.key in used or fact.key == MUNICIPALITY]

    def others(self) -> list[forms.BoundField]:
        """The facts that only the common rules ask about."""
        first = {one.name for one in self.asked_first()}
        return [self[fact.key] for fact in self.facts if fact.key not in first]


def used_facts(content: tree.Content) -> set[str]:
    """The facts that the ways in of a draft ask about."""
    rules = (content.get("model") or {}).get("eligibility") or []
    conditions = [one for rule in rules for one in rule.get("all_of") or []]
    leaves = [leaf for one in conditions for leaf in (one.get("any_of") or [one])]
    return {leaf["fact"] for leaf in leaves if leaf.get("fact")}


def definition(content: tree.Content) -> RegionDefinition | None:
    """The draft as a definition; missing translations stand in Finnish. None while a part of it can't be read."""
    whole = deepcopy(content)
    for place, language in telling.untranslated(whole):
        texts = tree.at(whole, place)
        texts[language] = texts["fi"]
    try:
        return RegionDefinition.model_validate(whole)
    except ValidationError:
        return None


def weigh(region: RegionDefinition, facts: dict[str, Told], on: date) -> Result:
    """What the rules say: the segment, the ways into services, the criteria."""
    book = Rulebook(codes.common(), region, on)
    criteria = [explain(one, book) for one in book.criteria(facts)]
    return Result(
        explain_placing(book.place(facts), book),
        sorted((explain(one, book) for one in book.ways_in(facts)), key=_first_proposed),
        [one for one in criteria if one.outcome in (Outcome.PROPOSED, Outcome.JUDGEMENT)],
        dict(sources.choices("cards", {"model": {}, "info": {}})),
    )


def _first_proposed(one: Explained) -> int:
    return list(Outcome).index(one.outcome)

