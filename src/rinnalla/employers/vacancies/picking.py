"""Occupations and skills picked by search: the same words for a vacancy and for a profile."""

from collections.abc import Collection, Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from rinnalla.lib.errors import Refused
from rinnalla.lib.names import search_key
from rinnalla.servicemodels.codes import code_list, code_name, common

MOST_FOUND = 12
OCCUPATIONS, SKILLS = "occupations", "skills"
Option = tuple[str, str]


def found(name: str, words: str) -> list[Option]:
    """The occupations or skills whose names or search words, in any language, hold every word; the first of them."""
    asked = search_key(words).split()
    if not asked:
        return []
    rows = [one for one in code_list(name) if all(word in _searched(name).get(one.key, "") for word in asked)]
    return [(one.key, one.name) for one in rows[:MOST_FOUND]]


def _searched(name: str) -> dict[str, str]:
    rows: Iterable[Any] = getattr(common(), name)
    return {
        one.key: search_key(" ".join([one.key, *one.names.model_dump().values(), one.words or ""])) for one in rows
    }


def names_of(name: str, keys: Iterable[str]) -> list[str]:
    """The names of picked keys, in their own order."""
    return [code_name(name, one) for one in keys]


def known(name: str, keys: Iterable[str], field: str) -> list[str]:
    """The keys, once each, in the list's order. Raises Refused for one that the list does not have."""
    order = [one.key for one in code_list(name)]
    asked = set(keys)
    if asked - set(order):
        raise Refused(_("Valitse jokin vaihtoehdoista."), field=field)
    return [one for one in order if one in asked]


class PickField(forms.MultipleChoiceField):
    """What has been picked of a long list, and what a search found: the rest is not drawn."""

    def __init__(self, name: str, label: Any) -> None:
        super().__init__(label=label, required=False, widget=forms.CheckboxSelectMultiple)
        self.name = name

    def offer(self, picked: Collection[str], words: str) -> None:
        """Draw what is picked first, then what the words find."""
        every = {one.key: one.name for one in code_list(self.name)}
        mine = [(key, every[key]) for key in dict.fromkeys(picked) if key in every]
        self.choices = [*mine, *(one for one in found(self.name, words) if one[0] not in dict(mine))]

    def valid_value(self, value: Any) -> bool:
        return any(one.key == value for one in code_list(self.name))


def sent(form: forms.Form, name: str) -> list[str]:
    """What is picked in a form now: what was sent, else what it began from."""
    if form.is_bound:
        return list(form.data.getlist(form.add_prefix(name)))
    return list(form.initial.get(name) or form.fields[name].initial or [])


def occupation_choices(form: forms.Form, asked: str) -> list[Option]:
    """None, the picked one, and what the search found."""
    now = form.data.get("occupation", "") if form.is_bound else form.initial.get("occupation", "")
    mine = [(now, code_name(OCCUPATIONS, now))] if now else []
    return [("", _("Ei valittu")), *mine, *(one for one in found(OCCUPATIONS, asked) if one[0] != now)]


def finds_nothing(asked: str) -> bool:
    """Words were searched for, and neither list has them."""
    return bool(asked) and not found(SKILLS, asked) and not found(OCCUPATIONS, asked)


def searches(form: forms.Form) -> bool:
    """Whether the search button was pressed: the form is drawn anew with what was typed, and nothing is saved."""
    return form.is_bound and "find" in form.data
