"""What is asked of a new region, and of its first administrator."""

import re
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rinnalla.access.forms import AboutUserForm, NewUserForm
from rinnalla.lib.forms import DateField, KeyField, text
from rinnalla.lib.names import search_key
from rinnalla.servicemodels.editing import sources
from rinnalla.servicemodels.editing.forms import free_key
from rinnalla.servicemodels.editing.founding import FIRST_ROLES
from rinnalla.servicemodels.models import ServiceModel

TOWN = re.compile(r"^(\d{3})[ ,;]+([^/]+?)(?:\s*/\s*(.+))?$")


def _phone(label: Any) -> forms.RegexField:
    told = {"invalid": gettext_lazy("Kirjoita numero näin: 06 218 4400.")}
    example = gettext_lazy("Esimerkiksi 06 218 4400.")
    return forms.RegexField(regex=r"^0\d{1,2} \d{3} \d{4}$", label=label, help_text=example, error_messages=told)


class FoundingForm(forms.Form):
    """A new region: its name and towns, and the first organisation with the unit that takes in."""

    name_fi = text(gettext_lazy("Alueen nimi suomeksi"), longest=120)
    name_sv = text(gettext_lazy("Alueen nimi ruotsiksi"), longest=120)
    name_en = text(gettext_lazy("Alueen nimi englanniksi"), longest=120)
    source = forms.ChoiceField(
        label=gettext_lazy("Mistä malli alkaa"), required=False,
        help_text=gettext_lazy(
            "Toisen alueen mallista tulevat vaiheet, polut, tiimit, kerrokset ja sanat. Organisaatiot, säännöt ja "
            "yhteystiedot tehdään itse."
        ),
    )
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Kielet, joilla aluetta palvellaan"), widget=forms.CheckboxSelectMultiple,
        choices=sources.LANGUAGES, initial=["fi", "sv"],
    )
    help_phone = _phone(gettext_lazy("Puhelin, josta saa apua"))
    hours_fi = text(
        gettext_lazy("Milloin vastataan, suomeksi"), longest=80, hint=gettext_lazy("Esimerkiksi: arkisin 8–16.")
    )
    hours_sv = text(gettext_lazy("Milloin vastataan, ruotsiksi"), longest=80)
    hours_en = text(gettext_lazy("Milloin vastataan, englanniksi"), longest=80)
    municipalities = text(
        gettext_lazy("Kunnat"), rows=4, longest=8000,
        hint=gettext_lazy("Yksi riville: kuntanumero, nimi suomeksi / ruotsiksi. Esimerkiksi: 998 Mallila / Mallby."),
    )
    body_fi = text(gettext_lazy("Ensimmäinen organisaatio suomeksi"), longest=120)
    body_sv = text(gettext_lazy("Ensimmäinen organisaatio ruotsiksi"), longest=120)
    kind = forms.ChoiceField(label=gettext_lazy("Millainen toimija"))
    agreement = text(
        gettext_lazy("Sopimuksen asianumero"), longest=80,
        hint=gettext_lazy("Ilman sopimusta organisaation väki ei näe asiakkaiden tietoja."),
    )
    signed = DateField(label=gettext_lazy("Sopimus allekirjoitettu"))
    unit_fi = text(
        gettext_lazy("Ensimmäinen yksikkö suomeksi"), longest=120,
        hint=gettext_lazy("Tänne tulee se, johon yksikköä ei ole valittu."),
    )
    unit_sv = text(gettext_lazy("Ensimmäinen yksikkö ruotsiksi"), longest=120)
    unit_phone = _phone(gettext_lazy("Yksikön puhelin"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = ServiceModel.objects.in_force().select_related("region").order_by("region__key")
        self.models = {str(row.uuid): row for row in rows}
        self.fields["source"].choices = [
            ("", _("Tyhjästä: vain yhteiset vaiheet")),
            *((key, _("%(region)s, versio %(name)s") % {"region": row.region.name, "name": row.name})
              for key, row in self.models.items()),
        ]
        self.fields["kind"].choices = sources.choices("kinds", {})

    def clean_municipalities(self) -> list[dict[str, Any]]:
        """A town a line; each line that can't be read is told."""
        towns: dict[str, dict[str, Any]] = {}
        for line in filter(None, map(str.strip, self.cleaned_data["municipalities"].splitlines())):
            found = TOWN.match(line)
            if not found or found[1] in towns:
                told = _("”%(line)s”: kirjoita rivi näin: 998 Mallila / Mallby, jokainen kunta kerran.")
                raise forms.ValidationError(told % {"line": line[:60]})
            names = {"fi": found[2].strip(), "sv": (found[3] or found[2]).strip(), "en": None}
            towns[found[1]] = {"code": found[1], "names": names, "valid_from": None, "valid_to": None}
        return list(towns.values())

    def arguments(self) -> dict[str, Any]:
        """What `founding.first_content` takes."""
        data = self.cleaned_data
        source = self.models.get(data["source"])
        return {
            "key": slugify(search_key(data["name_fi"]))[:40].strip("-"), "names": self._texts("name"),
            "languages": data["languages"], "help_phone": data["help_phone"], "help_hours": self._texts("hours"),
            "municipalities": data["municipalities"], "organisation": self._organisation(),
            "source": source.content if source else None,
        }

    def _texts(self, name: str) -> dict[str, str]:
        return {language: self.cleaned_data[f"{name}_{language}"] for language in ("fi", "sv", "en")}

    def _organisation(self) -> dict[str, Any]:
        data = self.cleaned_data
        body = {"fi": data["body_fi"], "sv": data["body_sv"], "en": None}
        unit = {"fi": data["unit_fi"], "sv": data["unit_sv"], "en": None}
        taken = set(_unit_keys())
        signed = data["signed"].isoformat()
        return {
            "key": free_key({"names": body}, set()), "kind": data["kind"], "names": body, "national": False,
            "valid_from": None, "valid_to": None,
            "agreements": [{"kind": "joint_controllers", "reference": data["agreement"], "signed": signed,
                            "valid_from": signed, "valid_to": None}],
            "units": [{
                "key": free_key({"names": unit}, taken), "names": unit, "phone": data["unit_phone"],
                "hours": self._texts("hours"), "municipalities": [one["code"] for one in data["municipalities"]],
                "takes_referrals": True, "default_intake": True, "roles": list(FIRST_ROLES),
                "valid_from": None, "valid_to": None,
            }],
        }


def _unit_keys() -> list[str]:
    """The keys of every unit of every region: a unit's key is its own over all of them."""
    rows = ServiceModel.objects.in_force().values_list("content__organisations", flat=True)
    return [unit["key"] for bodies in rows for body in bodies for unit in body.get("units") or []]


class FirstAdministratorForm(forms.Form):
    """Who looks after users and units in a new region."""

    form_key = KeyField()
    username, name, email, phone, language = (
        {**NewUserForm.base_fields, **AboutUserForm.base_fields}[one]
        for one in ("username", "name", "email", "phone", "language")
    )

    def about(self) -> dict[str, Any]:
        """What the action takes of the person."""
        names = ("username", "name", "email", "phone", "language")
        return {one: self.cleaned_data[one] for one in names}

