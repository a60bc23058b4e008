"""Forms of the register: an employer, a workplace, a contact person."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rinnalla.employers.models import Employer
from rinnalla.lib.forms import DateField, KeyField, VersionField, choices, text
from rinnalla.organisations.models import Municipality
from rinnalla.servicemodels.codes import code_list

LANGUAGES = [("", _("Ei tiedossa")), ("fi", _("suomi")), ("sv", _("ruotsi")), ("en", _("englanti"))]


class SearchForm(forms.Form):
    """Finding an employer: words of the name or the Y-tunnus, and what it is narrowed by."""

    q = text(_("Nimi tai Y-tunnus"), longest=100, required=False)
    municipality = forms.ChoiceField(label=_("Kunta"), required=False)
    mine = forms.BooleanField(label=_("Pidän yhteyttä itse"), required=False)

    def __init__(self, *arguments: Any, region_id: int, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["municipality"].choices = [("", _("Kaikki kunnat")), *_municipalities(region_id)]


class InRegister(forms.Form):
    """A form of a later room that may name an employer of the register beside its own text."""

    employer_row = forms.ChoiceField(
        label=_("Työnantaja rekisterissä"), required=False, help_text=_("Jos työnantaja on rekisterissä, valitse se.")
    )

    def __init__(self, *arguments: Any, region_id: int, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.registered = {str(one.uuid): one for one in Employer.objects.filter(region_id=region_id).working()}
        rows = [(key, one.name) for key, one in self.registered.items()]
        self.fields["employer_row"].choices = [("", _("Ei rekisterissä")), *rows]
        names = [name for name in self.fields if name != "employer_row"]
        names.insert(names.index("employer") + 1 if "employer" in names else len(names), "employer_row")
        self.order_fields(names)

    def clean_employer_row(self) -> Employer | None:
        return self.registered.get(self.cleaned_data["employer_row"])


class LookupForm(forms.Form):
    """The Y-tunnus to be looked up; what was found fills the next form."""

    business_id = text(_("Y-tunnus"), longest=14, hint=_("Esimerkiksi 1234567-1"))


class EmployerForm(forms.Form):
    """What the register tells of an employer."""

    name = text(_("Nimi"), longest=160)
    business_id = text(
        _("Y-tunnus"), longest=14, required=False, hint=_("Esimerkiksi 1234567-1. Kotitaloudella ei ole.")
    )
    other_names = text(_("Muut nimet"), longest=200, required=False, hint=_("Aputoiminimet, entinen nimi."))
    municipality = forms.ChoiceField(label=_("Kotikunta"), required=False)
    size = forms.ChoiceField(label=_("Koko"), required=False)
    trade_code = text(
        _("Toimialan koodi"), longest=5, required=False, hint=_("Tilastokeskuksen luokitus, esimerkiksi 56100.")
    )
    trade = text(_("Toimiala"), longest=160, required=False)
    form_key = KeyField()
    looked_up = forms.BooleanField(widget=forms.HiddenInput, required=False)

    def __init__(self, *arguments: Any, region_id: int, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.places = {one.code: one for one in Municipality.objects.filter(region_id=region_id)}
        self.fields["municipality"].choices = [("", _("Muualla tai ei tiedossa")), *_municipalities(region_id)]
        self.fields["size"].choices = choices(code_list("employer_sizes"), empty=_("Ei tiedossa"))

    def clean_municipality(self) -> Municipality | None:
        return self.places.get(self.cleaned_data["municipality"])

    def values(self) -> dict[str, Any]:
        """What the actions keep."""
        aside = ("form_key", "looked_up", "anyway", "version")
        return {name: value for name, value in self.cleaned_data.items() if name not in aside}


class AddForm(EmployerForm):
    """A new employer; `anyway` when another of the same name is another one."""

    anyway = forms.BooleanField(label=_("Lisää silti: tämä on toinen työnantaja"), required=False)


class ChangeForm(EmployerForm):
    """An employer's data mended."""

    ended_on = DateField(label=_("Toiminta päättyi"), required=False)
    version = VersionField()
    field_order = ["name", "business_id", "other_names", "municipality", "size", "trade_code", "trade", "ended_on"]


class WorkplaceForm(forms.Form):
    """A place of work."""

    name = text(_("Työpaikan nimi"), longest=120, hint=_("Esimerkiksi: Keskustan myymälä"))
    street = text(_("Katuosoite"), longest=120, required=False)
    municipality = forms.ChoiceField(label=_("Kunta"), required=False)
    phone = text(_("Puhelin"), longest=40, required=False)
    ended_on = DateField(label=_("Ei enää käytössä, päivästä"), required=False)
    form_key = KeyField()
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *arguments: Any, region_id: int, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.places = {one.code: one for one in Municipality.objects.filter(region_id=region_id)}
        self.fields["municipality"].choices = [("", _("Ei tiedossa")), *_municipalities(region_id)]

    def clean_municipality(self) -> Municipality | None:
        return self.places.get(self.cleaned_data["municipality"])


class PersonForm(forms.Form):
    """A contact person: work contacts only."""

    name = text(_("Nimi"), longest=79)
    task = text(_("Tehtävä"), longest=79, required=False, hint=_("Esimerkiksi: myymäläpäällikkö"))
    phone = text(_("Työpuhelin"), longest=40, required=False)
    email = forms.EmailField(label=_("Työsähköposti"), max_length=79, required=False)
    language = forms.ChoiceField(label=_("Asiointikieli"), choices=LANGUAGES, required=False)
    workplace = forms.ChoiceField(label=_("Työpaikka"), required=False)
    form_key = KeyField()
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *arguments: Any, employer: Employer, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.workplaces = {str(one.uuid): one for one in employer.workplaces.filter(ended_on__isnull=True)}
        named_places = [(key, one.name) for key, one in self.workplaces.items()]
        self.fields["workplace"].choices = [("", _("Koko työnantaja")), *named_places]

    def clean_workplace(self) -> Any:
        return self.workplaces.get(self.cleaned_data["workplace"])


def _municipalities(region_id: int) -> list[tuple[str, str]]:
    rows = Municipality.objects.filter(region_id=region_id)
    return sorted(((one.code, one.name) for one in rows), key=lambda pair: pair[1])
