"""Forms of the room."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rinnalla.exchange.tables import MAX_BYTES


class ListForm(forms.Form):
    """A referral list as a file."""

    file = forms.FileField(
        label=_("Luettelo"), allow_empty_file=True, max_length=200,
        help_text=_("CSV- tai Excel-tiedosto (.csv tai .xlsx), enintään 20 Mt."),
        error_messages={"required": _("Valitse tiedosto. Jos valitsit sen jo, se on yli 20 megatavua: jaa se osiin.")},
    )

    def clean_file(self):
        chosen = self.cleaned_data["file"]
        if chosen.size > MAX_BYTES:
            raise forms.ValidationError(_("Tiedosto on liian suuri. Enintään 20 megatavua. Jaa luettelo osiin."))
        return chosen


class ConfirmForm(forms.Form):
    """Yes to what was shown: the digest tells which list that was."""

    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)
