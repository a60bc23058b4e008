"""Forms about who the person is: protected contacts, another identity code, two rows of one person."""

from typing import Any

from django import forms
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from rinnalla.lib import dates
from rinnalla.lib import hetu as hetus
from rinnalla.lib.forms import KeyField, VersionField, text
from rinnalla.people.models import Person

REASONS = [
    ("given", _("Henkilötunnusta ei ollut aiemmin")),
    ("changed", _("Henkilötunnus on vaihtunut")),
    ("corrected", _("Aiempi oli kirjattu väärin")),
]


CLOSING_REASONS = [
    ("client_asked", _("Asiakas pyysi")),
    ("misuse", _("Tunnusta käyttää joku muu")),
    ("deceased", _("Asiakas on kuollut")),
    ("other", _("Muu syy")),
]


class ProtectionForm(forms.Form):
    """Whether the address is protected, and new contacts: an empty field keeps what is there, unseen."""

    protected = forms.BooleanField(label=_("Asiakkaalla on turvakielto"), required=False)
    phone = text(_("Uusi puhelin"), longest=40, required=False, hint=_("Tyhjänä entinen numero pysyy."))
    email = forms.EmailField(
        label=_("Uusi sähköposti"), required=False, help_text=_("Tyhjänä entinen osoite pysyy.")
    )
    version = VersionField()


class CodeForm(forms.Form):
    """The identity code the person has now, and why it is another."""

    hetu = text(_("Henkilötunnus nyt"), longest=11, hint=_("Esimerkiksi 131052-900W"))
    reason = forms.ChoiceField(
        label=_("Miksi se kirjataan"), choices=REASONS, widget=forms.RadioSelect,
        error_messages={"required": _("Valitse, miksi henkilötunnus kirjataan.")},
    )
    version = VersionField()

    def clean_hetu(self) -> hetus.Hetu:
        try:
            return hetus.parse(self.cleaned_data["hetu"])
        except hetus.HetuError as error:
            raise forms.ValidationError(error.message) from error


class AccountClosingForm(forms.Form):
    """Why the client's account is closed."""

    reason = forms.ChoiceField(
        label=_("Miksi tunnus suljetaan"), choices=CLOSING_REASONS, widget=forms.RadioSelect,
        error_messages={"required": _("Valitse, miksi tunnus suljetaan.")},
    )


class MergeForm(forms.Form):
    """Whose row stays, how one knows that they are the same, and both rows as they were looked at."""

    stays = forms.ChoiceField(
        label=_("Kumpi jää"), widget=forms.RadioSelect, help_text=_("Toisen asiat siirtyvät tälle."),
        error_messages={"required": _("Valitse, kumman tiedot jäävät.")},
    )
    reason = text(_("Mistä tiedät, että he ovat sama ihminen"), rows=2)
    code_changed = forms.BooleanField(label=_("Henkilötunnus on vaihtunut"), required=False)
    version = VersionField()
    other_version = VersionField()
    form_key = KeyField()

    def __init__(self, *arguments: Any, person: Person, other: Person, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["stays"].choices = [
            (str(one.uuid), now("%(name)s, lisätty %(day)s") % {"name": one.name, "day": dates.d(one.made_at)})
            for one in (person, other)
        ]
        if not (person.hetu_index and other.hetu_index):
            del self.fields["code_changed"]


class UndoForm(forms.Form):
    """Why the merge was a mistake."""

    reason = text(_("Miksi yhdistäminen oli virhe"), rows=2)
