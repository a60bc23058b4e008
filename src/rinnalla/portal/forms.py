"""What the public and the client fill in. Few fields, one question each."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rinnalla.cases.behalf.forms import BehalfForm
from rinnalla.lib.forms import KeyField, VersionField, text
from rinnalla.organisations.models import Municipality, Region
from rinnalla.referrals.models import ForWhom

OTHER = "other"


class PhoneCodeForm(forms.Form):
    """The code that was sent to one's own phone."""

    code = forms.CharField(
        label=_("Koodi viestistä"), max_length=12, help_text=_("Kuusi numeroa"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class ContactForm(forms.Form):
    """Ask to be called: for whom, name, phone, language. Everything else is voluntary (V-12)."""

    form_key = KeyField()
    for_whom = forms.ChoiceField(
        label=_("Kenestä on kyse?"), widget=forms.RadioSelect, initial=ForWhom.SELF,
        choices=[(ForWhom.SELF, _("Minusta")), (ForWhom.RELATIVE, _("Läheisestä")), (ForWhom.CLIENT, _("Asiakkaasta"))],
    )
    agreed = forms.BooleanField(label=_("Hän tietää tästä, ja yhteydenotto sopii hänelle"), required=False)
    name = forms.CharField(
        label=_("Nimi"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Kirjoita nimesi, esimerkiksi Tuula Rantanen.")},
    )
    phone = forms.RegexField(
        label=_("Puhelin"), max_length=40, regex=r"^[+0-9][0-9 ()-]{4,}$", help_text=_("Esimerkiksi 040 123 4567"),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        error_messages={
            "required": _("Kirjoita puhelinnumero, johon soitamme, esimerkiksi 040 123 4567."),
            "invalid": _("Kirjoita puhelinnumero numeroina, esimerkiksi 040 123 4567."),
        },
    )
    language = forms.ChoiceField(
        label=_("Millä kielellä?"), widget=forms.RadioSelect,
        choices=[("fi", "Suomi"), ("sv", "Svenska"), ("en", "English"), (OTHER, _("Muu"))],
    )
    region = forms.ModelChoiceField(
        Region.objects.none(), label=_("Millä alueella asut?"), to_field_name="key", empty_label=_("Valitse alue"),
        error_messages={"required": _("Valitse alue, niin viestisi löytää oikeaan paikkaan.")},
    )
    municipality = forms.ModelChoiceField(
        Municipality.objects.none(), label=_("Kotikunta"), to_field_name="code", required=False,
        empty_label=_("En kerro"),
    )
    encouraged_by = text(
        _("Kuka rohkaisi sinua?"), required=False, longest=200, hint=_("Esimerkiksi yhdistys tai järjestö")
    )
    wish = text(
        _("Mistä haluat puhua?"), rows=3, required=False, longest=2000,
        hint=_("Omin sanoin. Älä kirjoita henkilötunnusta."),
    )
    website = forms.CharField(  # only programs fill it in: it cannot be seen, so the keyboard does not stop there
        label=_("Jätä tämä kohta tyhjäksi"), required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, regions: list[Region], region: Region | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        towns = Municipality.objects.filter(region__in=[region] if region else regions).select_related("region")
        self.fields["municipality"].queryset = towns
        self.fields["municipality"].choices = [("", _("En kerro")), *town_choices(towns)]
        if region or len(regions) == 1:
            del self.fields["region"]
        else:
            self.fields["region"].queryset = Region.objects.filter(pk__in=[one.pk for one in regions])

    def clean(self) -> dict[str, Any]:
        """A municipality tells the region too; then the region needs no answer."""
        data = super().clean() or {}
        if data.get("municipality") and "region" in self.errors:
            del self.errors["region"]
        return data


def town_choices(towns: Iterable[Municipality]) -> list[tuple[str, Any]]:
    """Municipalities by name; under their regions when there are several."""
    by_region: dict[str, list[tuple[str, str]]] = {}
    for town in sorted(towns, key=lambda one: one.name):
        by_region.setdefault(town.region.name, []).append((town.code, town.name))
    groups = sorted(by_region.items())
    return groups if len(groups) > 1 else [option for _name, options in groups for option in options]


class PlanAnswerForm(forms.Form):
    """The client's answer to a version of the plan (L-62)."""

    form_key = KeyField()
    answer = forms.ChoiceField(
        label=_("Sopiiko suunnitelma sinulle?"), widget=forms.RadioSelect,
        choices=[("approved", _("Sopii. Hyväksyn suunnitelman.")), ("questioned", _("Haluan muuttaa jotakin."))],
        error_messages={"required": _("Valitse, sopiiko suunnitelma vai haluatko muuttaa jotakin.")},
    )
    words = text(_("Mitä haluat sanoa?"), rows=4, required=False, hint=_("Jos haluat muuttaa jotakin, kerro mitä."))


class CommentForm(forms.Form):
    """The client's word about the plan (V-93)."""

    form_key = KeyField()
    text = text(_("Viestisi"), rows=5, hint=_("Tiimisi lukee tämän. Esimerkiksi: maanantait eivät sovi minulle."))


class GoalForm(forms.Form):
    """A goal in the client's own words (V-94, L-62)."""

    form_key = KeyField()
    in_clients_words = text(
        _("Mitä haluat?"), rows=3, longest=1000, hint=_("Omin sanoin. Esimerkiksi: haluan töihin, joissa selkä kestää.")
    )
    purpose = forms.ChoiceField(
        label=_("Mihin se auttaa sinua?"), widget=forms.RadioSelect, initial="employment",
        choices=[
            ("employment", _("Pääsen töihin tai pysyn töissä")), ("prevent_incapacity", _("Vointini ei huonone")),
            ("work_life_participation", _("Pääsen mukaan ja arki sujuu")),
        ],
    )
    importance = forms.IntegerField(
        label=_("Kuinka tärkeä se on sinulle?"), required=False, min_value=0, max_value=10,
        help_text=_("0 = ei tärkeä, 10 = tärkein"),
    )


class DoneForm(forms.Form):
    """The client has done an action of one's own."""

    what_came = text(_("Miten se meni?"), rows=3, required=False, longest=1000)


class ResponsibleAnswerForm(forms.Form):
    """The client's answer to a proposed responsible worker (L-41, V-57)."""

    answer = forms.ChoiceField(
        label=_("Sopiiko hän sinulle?"), widget=forms.RadioSelect, choices=[("yes", _("Sopii")), ("no", _("Ei sovi"))],
        error_messages={"required": _("Valitse, sopiiko hän sinulle.")},
    )
    words = text(_("Haluatko sanoa jotakin?"), rows=3, required=False, longest=1000)


class BeforeMeetingForm(forms.Form):
    """What the client wants from a meeting, and who comes along (L-47). Nothing has to be answered."""

    words = text(_("Mitä haluat tältä tapaamiselta?"), rows=4, required=False, longest=1000)
    support = forms.ChoiceField(
        label=_("Tuletko yksin vai jonkun kanssa?"), widget=forms.RadioSelect, required=False,
        choices=[("named", _("Otan jonkun mukaan")), ("none", _("Tulen ilman tukihenkilöä"))],
    )
    support_person = text(
        _("Kuka tulee mukaasi?"), longest=120, required=False,
        hint=_("Esimerkiksi läheinen, ystävä tai palveluohjaaja."),
    )
    version = VersionField()


class AnswerOnBehalfForm(BehalfForm):
    """What the client answered to the plan, as told to a worker."""

    answer = forms.ChoiceField(
        label=_("Asiakkaan vastaus"), widget=forms.RadioSelect,
        choices=[("approved", _("Hyväksyy suunnitelman")), ("questioned", _("Haluaa muuttaa suunnitelmaa"))],
        error_messages={"required": _("Valitse, mitä asiakas vastasi.")},
    )
    words = text(
        _("Asiakkaan omat sanat"), rows=3, required=False, hint=_("Tarvitaan, jos asiakas haluaa muuttaa jotain.")
    )


class DoneOnBehalfForm(BehalfForm):
    """What came of an own action, as the client told it."""

    what_came = text(_("Miten se meni, asiakkaan sanoin"), rows=3, required=False, longest=1000)


class MeetingOnBehalfForm(BehalfForm):
    """What the client wants from a meeting, as told to a worker."""

    words = text(_("Mitä asiakas haluaa tapaamiselta, hänen sanoin"), rows=3, longest=1000)
    version = VersionField()
