"""Forms of user and unit administration."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from rinnalla.access import administration as reach
from rinnalla.access.actor import Actor
from rinnalla.access.roles import ROLES
from rinnalla.lib.forms import DateField, KeyField, VersionField, text
from rinnalla.organisations.models import Unit

LANGUAGES = [("fi", "Suomi"), ("sv", "Svenska"), ("en", "English")]
USER_STATES = [
    ("in_force", _("Rooli voimassa")), ("ended", _("Rooli päättynyt")), ("closed", _("Tunnus suljettu")),
    ("any", _("Kaikki")),
]
USERNAME = RegexValidator(
    r"^[a-z0-9][a-z0-9._-]{2,59}$", _("Kirjoita tunnus pienin kirjaimin ilman välejä, esimerkiksi katri.ylinen.")
)


def _password(label: Any, autocomplete: str, lacking: Any, hint: Any = "") -> forms.CharField:
    """As it is typed: a space at the end is a sign as well."""
    return forms.CharField(
        label=label, help_text=hint, strip=False, max_length=200, error_messages={"required": lacking},
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
    )


class PasswordForm(forms.Form):
    """One's own password; the names of the fields are those that no draft keeps."""

    password = _password(_("Nykyinen salasana"), "current-password", _("Kirjoita nykyinen salasanasi."))
    password1 = _password(
        _("Uusi salasana"), "new-password", _("Kirjoita uusi salasana."),
        _("Vähintään 12 merkkiä. Hyvä salasana on esimerkiksi neljä sanaa, jotka eivät kuulu yhteen."),
    )
    password2 = _password(_("Uusi salasana uudelleen"), "new-password", _("Kirjoita uusi salasana toisen kerran."))

    def clean_password1(self) -> str:
        new = self.cleaned_data["password1"]
        password_validation.validate_password(new)
        return new

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if "password1" in given and "password2" in given and given["password1"] != given["password2"]:
            self.add_error("password2", _("Salasanat eivät ole samat. Kirjoita uusi salasana kaksi kertaa."))
        return given


class UserSearchForm(forms.Form):
    """What narrows the list of users."""

    q = forms.CharField(label=_("Nimi, tunnus tai sähköposti"), required=False, max_length=100)
    role = forms.ChoiceField(label=_("Rooli"), required=False)
    unit = forms.ChoiceField(label=_("Yksikkö"), required=False)
    state = forms.ChoiceField(label=_("Tila"), required=False, choices=USER_STATES, initial="in_force")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [("", _("Kaikki roolit")), *((role.key, role.name) for role in ROLES.values())]
        units = sorted(reach.units(actor), key=lambda unit: unit.name)
        self.fields["unit"].choices = [("", _("Kaikki yksiköt")), *((str(unit.uuid), unit.name) for unit in units)]

    def asked(self) -> dict[str, str]:
        """What is asked for; a choice that does not exist is left out."""
        self.is_valid()
        given = self.cleaned_data
        return {
            "text": given.get("q", ""), "role": given.get("role", ""), "unit": given.get("unit", ""),
            "state": given.get("state") or "in_force",
        }


class RoleForm(forms.Form):
    """A role in a unit, from–to."""

    form_key = KeyField()
    unit = forms.ModelChoiceField(
        label=_("Yksikkö"), queryset=Unit.objects.none(), to_field_name="uuid", empty_label=_("Valitse yksikkö"),
        error_messages={"required": _("Valitse yksikkö."), "invalid_choice": _("Valitse yksikkö luettelosta.")},
    )
    role = forms.ChoiceField(
        label=_("Rooli"),
        error_messages={"required": _("Valitse rooli."), "invalid_choice": _("Valitse rooli luettelosta.")},
    )
    starts_on = DateField(label=_("Alkaa"), required=False, help_text=_("Tyhjä: tänään."))
    ends_on = DateField(label=_("Päättyy"), required=False, help_text=_("Viimeinen päivä. Tyhjä: toistaiseksi."))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        in_use = reach.units(actor).filter(ended_on__isnull=True)
        self.fields["unit"].queryset = in_use.order_by("organisation_id", "key")
        self.fields["unit"].label_from_instance = lambda unit: f"{unit.name}, {unit.organisation.name}"
        roles = [(role.key, f"{role.name}: {role.sentence}") for role in reach.roles_to_give(actor)]
        self.fields["role"].choices = [("", _("Valitse rooli")), *roles]


class AboutUserForm(forms.Form):
    """How a user is named and reached; the client sees name, phone and hours."""

    version = VersionField()
    name = text(_("Nimi"), longest=150, hint=_("Etunimi ja sukunimi, niin kuin asiakas ne näkee."))
    email = forms.EmailField(
        label=_("Sähköposti"), error_messages={"invalid": _("Kirjoita osoite näin: etunimi.sukunimi@example.org.")}
    )
    phone = text(_("Puhelin"), longest=40, required=False)
    hours = text(_("Tavoitettavissa"), longest=80, required=False, hint=_("Esimerkiksi: ma–to 9–15."))
    language = forms.ChoiceField(label=_("Kieli"), choices=settings.LANGUAGES, initial="fi")


class NewUserForm(RoleForm):
    """A new user with a first role."""

    username = forms.CharField(
        label=_("Tunnus"), max_length=60, validators=[USERNAME],
        help_text=_("Esimerkiksi katri.ylinen. Tunnus ei vaihdu."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    name, email, phone, hours, language = (
        AboutUserForm.base_fields[one] for one in ("name", "email", "phone", "hours", "language")
    )
    field_order = ["username", "name", "email", "phone", "hours", "language", "unit", "role", "starts_on", "ends_on"]

    def about(self) -> dict[str, str]:
        return {one: self.cleaned_data[one] for one in ("username", "name", "email", "phone", "hours", "language")}


class UnitForm(forms.Form):
    """A unit: its names, how it is reached, whom it takes in."""

    form_key = KeyField()
    name_fi = text(_("Nimi suomeksi"), longest=120)
    name_sv = text(_("Nimi ruotsiksi"), longest=120, required=False)
    name_en = text(_("Nimi englanniksi"), longest=120, required=False)
    phone = text(_("Puhelin"), longest=40)
    hours_fi = text(_("Aukiolo suomeksi"), longest=80, required=False, hint=_("Esimerkiksi: ma–to 9–15, pe 9–13."))
    hours_sv = text(_("Aukiolo ruotsiksi"), longest=80, required=False)
    hours_en = text(_("Aukiolo englanniksi"), longest=80, required=False)
    municipalities = forms.ModelMultipleChoiceField(
        label=_("Kunnat, joista yksikkö ottaa asiakkaita"), queryset=None, to_field_name="code", required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    takes_referrals = forms.BooleanField(label=_("Ottaa vastaan lähetteitä"), required=False)
    default_intake = forms.BooleanField(
        label=_("Oletusvastaanotto"), required=False,
        help_text=_("Tänne tulevat yhteydenotot, joissa yksikköä ei ole valittu."),
    )

    def __init__(self, *args: Any, municipalities: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipalities"].queryset = municipalities
        self.fields["municipalities"].label_from_instance = lambda one: one.name

    def values(self) -> dict[str, Any]:
        """What the actions take."""
        data = self.cleaned_data
        return {
            "names": self._in_languages("name"), "hours": self._in_languages("hours"), "phone": data["phone"],
            "municipalities": data["municipalities"], "takes_referrals": data["takes_referrals"],
            "default_intake": data["default_intake"],
        }

    def _in_languages(self, what: str) -> dict[str, str]:
        texts = {key: self.cleaned_data[f"{what}_{key}"].strip() for key, _name in LANGUAGES}
        return {key: given for key, given in texts.items() if given}


class ChangeUnitForm(UnitForm):
    """A unit as it was when the form was drawn."""

    version = VersionField()


class NewUnitForm(UnitForm):
    """A new unit of one organisation."""

    organisation = forms.ModelChoiceField(
        label=_("Organisaatio"), queryset=None, to_field_name="uuid", empty_label=None,
        error_messages={
            "required": _("Valitse organisaatio."), "invalid_choice": _("Valitse organisaatio luettelosta."),
        },
    )
    field_order = ["organisation"]

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations
        self.fields["organisation"].label_from_instance = lambda one: one.name


def unit_start(unit: Unit) -> dict[str, Any]:
    """A unit's form as it stands."""
    texts = {f"name_{key}": unit.names.get(key, "") for key, _name in LANGUAGES}
    texts |= {f"hours_{key}": (unit.hours or {}).get(key, "") for key, _name in LANGUAGES}
    return {
        **texts, "phone": unit.phone, "municipalities": list(unit.municipalities.values_list("code", flat=True)),
        "takes_referrals": unit.takes_referrals, "default_intake": unit.default_intake, "version": unit.version,
    }
