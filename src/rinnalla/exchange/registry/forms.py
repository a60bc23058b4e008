"""The form of an import from the national service registry."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from rinnalla.exchange.registry import shapes


class ServicesForm(forms.Form):
    """A file, or an address of the registry: one of them."""

    file = forms.FileField(
        label=_("Tiedosto"), required=False, allow_empty_file=True, max_length=200,
        help_text=_("Rajapinnan JSON-tiedosto, enintään 20 Mt."),
    )
    address = forms.CharField(label=_("Tai osoite"), required=False, max_length=2000)
    withdrawn = forms.BooleanField(
        label=_("Luettelo kertoo, mitä on poistettu"), required=False,
        help_text=_("Merkitse, jos tiedostossa on vain poistettujen palvelujen tunnisteet."),
    )

    def __init__(self, *arguments, **named) -> None:
        super().__init__(*arguments, **named)
        allowed = ", ".join(settings.REGISTRY_ADDRESSES)
        self.fields["address"].help_text = _("Alkaa: %(addresses)s") % {"addresses": allowed}

    def clean(self) -> dict:
        given = super().clean() or {}
        file = given.get("file")
        if bool(file) == bool(given.get("address")) and not self.errors:
            told = _("Valitse joko tiedosto tai osoite. Jos valitsit tiedoston, se voi olla yli 20 Mt.")
            self.add_error("file", told)
        elif file and file.size > shapes.MAX_BYTES:
            self.add_error("file", _("Tiedosto on liian suuri. Enintään 20 megatavua. Tuo osa kerrallaan."))
        return given
