"""What is asked of the public service map, all of it in the address: own words, home municipality, what narrows."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.db.models import F, Func
from django.utils.translation import gettext_lazy as _

from rinnalla.catalogue.models import ServiceCard
from rinnalla.catalogue.queries import Narrowing, search_cards, words_near
from rinnalla.lib.forms import choices
from rinnalla.lib.names import search_key
from rinnalla.lib.texts import in_language
from rinnalla.organisations.models import Municipality, Region
from rinnalla.portal.forms import town_choices
from rinnalla.servicemodels import codes

MOST = 60
# Harjulla, Koivulassa, Mäestä: the endings that a name of a municipality takes.
_PLACE = "(n|an|en|in|on|un|yn|ssa|sta|lla|lta|lle|han|hin|hon|hun|seen)?"


class MapForm(forms.Form):
    """Own words, the home municipality, and under "Rajaa" what else narrows. What is not known is left out."""

    q = forms.CharField(label=_("Mikä on tilanteesi?"), required=False, max_length=200, empty_value="")
    municipality = forms.ChoiceField(label=_("Missä kunnassa asut?"), required=False)
    stage = forms.ChoiceField(label=_("Missä kohdassa polkua olet?"), required=False)
    language = forms.ChoiceField(label=_("Millä kielellä?"), required=False)
    body = forms.ChoiceField(label=_("Kuka vastaa palvelusta?"), required=False)
    need = forms.ChoiceField(label=_("Mitä pitää ottaa huomioon?"), required=False)

    def __init__(self, data: Mapping[str, Any], *, towns: list[Municipality], region: Region | None) -> None:
        super().__init__(data)
        self.fields["municipality"].choices = [("", _("Valitse kunta")), *town_choices(towns)]
        used = {card.stage for card in codes.common().cards}
        stages = [(one.key, in_language(one.client_names)) for one in codes.stages(region) if one.key in used]
        self.fields["stage"].choices = [("", _("Kaikki vaiheet")), *stages]
        self.fields["body"].choices = choices(codes.code_list("responsible_bodies"), empty=_("Kaikki"))
        self.fields["need"].choices = choices(codes.code_list("special_needs"), empty=_("Ei erityistä"))
        spoken = _languages(region)
        known = [one for one in codes.code_list("languages") if one.key in spoken]
        self.fields["language"].choices = choices(known, empty=_("Kaikki kielet"))


def _languages(region: Region | None) -> set[str]:
    """The languages that some service of the region is given in."""
    cards = ServiceCard.objects.offered().filter(region=region) if region else ServiceCard.objects.none()
    spoken = cards.annotate(one=Func(F("languages"), function="jsonb_array_elements_text"))
    return set(spoken.order_by().values_list("one", flat=True).distinct())


@dataclass(frozen=True)
class Asked:
    """What somebody asks of the map. Without `region` the map asks first in which municipality they live."""

    form: MapForm
    regions: list[Region]
    region: Region | None
    town: Municipality | None
    words: str
    narrow: Narrowing

    @property
    def narrowed(self) -> bool:
        """Something under "Rajaa" is chosen."""
        return any((self.narrow.stage, self.narrow.language, self.narrow.body, self.narrow.need))

    @cached_property
    def cards(self) -> list[ServiceCard]:
        return search_cards(self.region, self.words, limit=MOST, narrow=self.narrow) if self.region else []

    @cached_property
    def without_narrowing(self) -> int:
        """How many would be found in the municipality if nothing else narrowed."""
        town = Narrowing(municipality=self.narrow.municipality)
        return len(search_cards(self.region, self.words, limit=MOST, narrow=town)) if self.region else 0

    @cached_property
    def near(self) -> list[str]:
        return words_near(self.region, self.words) if self.region and self.words else []

    @property
    def help_hours(self) -> str:
        model = codes.published(self.region)
        return model.info.help_hours.in_language if model else ""

    def where(self) -> dict[str, str]:
        """The part of the address that says where; other links keep it."""
        if self.town:
            return {"municipality": self.town.code}
        return {"region": self.region.key} if self.region else {}


def asked(data: Mapping[str, Any]) -> Asked:
    """Read the address. A municipality said in the words ("työkokeilu, Koivula") counts as chosen."""
    regions = list(Region.objects.taking_in().order_by("pk"))
    towns = list(Municipality.objects.select_related("region"))
    words = str(data.get("q", ""))[:200].strip()
    town = next((one for one in towns if one.code == data.get("municipality")), None)
    if town is None:
        town, words = _town_in(words, towns)
    named = next((one for one in regions if one.key == data.get("region")), None)
    region = town.region if town else named or (regions[0] if len(regions) == 1 else None)
    code = town.code if town else ""
    seen = {"q": words, "municipality": code, **{name: data.get(name, "") for name in NARROWS}}
    form = MapForm(seen, towns=towns, region=region)
    form.is_valid()
    narrow = Narrowing(municipality=code, **{name: form.cleaned_data.get(name, "") for name in NARROWS})
    return Asked(form, regions, region, town, words, narrow)


NARROWS = ("stage", "language", "body", "need")


def _town_in(words: str, towns: Iterable[Municipality]) -> tuple[Municipality | None, str]:
    """The municipality named among the words, and the words without it."""
    by_name = {search_key(name): town for town in towns for name in town.names.values()}
    said = re.split(r"[\s,;]+", words)
    for place, word in enumerate(said):
        key = search_key(word)
        for name, town in by_name.items():
            if key == name or (len(name) >= 5 and key.startswith(name) and re.fullmatch(_PLACE, key[len(name):])):
                return town, " ".join(one for n, one in enumerate(said) if n != place).strip()
    return None, words

