"""The forms of the material bank."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rinnalla.lib import dates
from rinnalla.lib.forms import DateField, KeyField, VersionField, choices, text
from rinnalla.network.materials.actions import Content
from rinnalla.network.materials.files import MAX_BYTES
from rinnalla.network.materials.models import LANGUAGES, Material
from rinnalla.organisations.models import Region
from rinnalla.servicemodels.codes import code_list, due


class VersionContentForm(forms.Form):
    """What a version says."""

    title = text(_("Otsikko"), longest=160)
    summary = text(_("Lyhyesti"), rows=2, longest=400, hint=_("Mihin tämä on ja milloin sitä käytetään."))
    text = text(
        _("Sivun teksti"), rows=8, required=False, longest=20000, hint=_("Tyhjä rivi aloittaa uuden kappaleen.")
    )
    file = forms.FileField(
        label=_("Tiedosto"), required=False, allow_empty_file=True, max_length=200,
        help_text=_("PDF, JPEG tai PNG, enintään 5 Mt."),
    )

    def clean_file(self) -> Any:
        chosen = self.cleaned_data["file"]
        if chosen and chosen.size > MAX_BYTES:
            raise forms.ValidationError(_("Tiedosto on liian suuri. Enintään 5 megatavua."))
        return chosen

    def content(self) -> Content:
        data = self.cleaned_data
        file = data["file"].read() if data["file"] is not None else None
        return Content(data["title"], data["summary"], data["text"], data.get("news", ""), file)


class MaterialForm(VersionContentForm):
    """A new material."""

    kind = forms.ChoiceField(label=_("Millainen materiaali"), widget=forms.RadioSelect)
    audience = forms.ChoiceField(
        label=_("Kenelle"), choices=Material.Audience.choices, widget=forms.RadioSelect,
        help_text=_("Asiakkaille ja työnantajille tehdyt materiaalit näkyvät kaikille myös ilman kirjautumista."),
    )
    language = forms.ChoiceField(label=_("Kieli"), choices=LANGUAGES, widget=forms.RadioSelect, initial="fi")
    areas = forms.MultipleChoiceField(
        label=_("Mihin osaamiseen se liittyy"), required=False, widget=forms.CheckboxSelectMultiple
    )
    review_on = DateField(label=_("Tarkistetaan viimeistään"), help_text=_("Yksikkösi saa silloin muistutuksen."))
    form_key = KeyField()
    field_order = ["title", "summary", "kind", "audience", "language", "areas"]

    def __init__(self, *arguments: Any, region: Region | None, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["kind"].choices = choices(code_list("material_kinds"))
        self.fields["areas"].choices = choices(code_list("competence_areas"))
        self.fields["review_on"].initial = due(region, "material_review")

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        data = self.cleaned_data
        own = {name: data[name] for name in ("kind", "audience", "areas", "language", "review_on")}
        return {"content": self.content(), "key": data["form_key"], **own}


class NewVersionForm(VersionContentForm):
    """A newer version of a material."""

    news = text(_("Mikä muuttui"), longest=200)
    version = VersionField()
    form_key = KeyField()


class ReviewForm(forms.Form):
    """It still holds."""

    next_on = DateField(label=_("Tarkistetaan seuraavan kerran viimeistään"))
    version = VersionField()


class FindForm(forms.Form):
    """What is looked for in the bank."""

    q = forms.CharField(label=_("Hakusana"), required=False, max_length=100)
    audience = forms.ChoiceField(label=_("Kenelle"), required=False)
    kind = forms.ChoiceField(label=_("Millainen materiaali"), required=False)
    area = forms.ChoiceField(label=_("Osaaminen"), required=False)
    language = forms.ChoiceField(label=_("Kieli"), required=False)

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        every = ("", _("Kaikki"))
        self.fields["audience"].choices = [every, *Material.Audience.choices]
        self.fields["kind"].choices = [every, *choices(code_list("material_kinds"))]
        self.fields["area"].choices = [every, *choices(code_list("competence_areas"))]
        self.fields["language"].choices = [every, *LANGUAGES]

    def narrowing(self) -> dict[str, Any]:
        """The filter of the rows; what can't be read narrows nothing."""
        self.is_valid()
        data = self.cleaned_data
        told = {name: data.get(name) for name in ("audience", "kind", "language") if data.get(name)}
        return told | ({"areas__contains": [data["area"]]} if data.get("area") else {})

    @property
    def narrowed(self) -> bool:
        return bool(self.narrowing())


class PublicFindForm(forms.Form):
    """What somebody without an account looks for."""

    q = forms.CharField(label=_("Hakusana"), required=False, max_length=100)
    region = forms.ChoiceField(label=_("Alue"), required=False)

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["region"].choices = [
            ("", _("Kaikki alueet")), *((one.key, one.name) for one in Region.objects.order_by("pk"))
        ]


def next_review(region: Region | None) -> dict[str, Any]:
    """What a review begins from."""
    return {"next_on": due(region, "material_review", dates.today())}
