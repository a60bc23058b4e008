"""What people fill in when a service without an account is asked, and what that service answers."""

from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from rinnalla.access.actor import Actor
from rinnalla.lib import dates
from rinnalla.lib.forms import DateField, KeyField, VersionField, choices, text
from rinnalla.referrals import lists
from rinnalla.referrals.models_outside import EndedWhy, OutsideAnswer
from rinnalla.referrals.outside import SPOKEN, WRITTEN
from rinnalla.servicemodels import codes

END_CHOICES = [(one.value, one.label) for one in (
    EndedWhy.NOT_NEEDED, EndedWhy.CONSENT_WITHDRAWN, EndedWhy.WRONG_ADDRESS
)]


class AskOutsideForm(forms.Form):
    """Whom to ask, at which work address, and what may be told there of the client."""

    key = KeyField()
    organisation = text(_("Palvelun nimi"), longest=200)
    organisation_kind = forms.ChoiceField(label=_("Millainen palvelu"))
    address = forms.CharField(
        label=_("Työsähköposti"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text=_("Viestissä ei ole asiakkaan tietoja. Linkin saa auki vain tästä osoitteesta."),
    )
    groups = forms.MultipleChoiceField(
        label=_("Mitä asiakkaasta saa kertoa nimen lisäksi?"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Vain se, mitä vastaaja tarvitsee. Toive ja lähettäjän viesti ovat terveystietoja."),
    )
    consent_mode = forms.ChoiceField(
        label=_("Miten asiakas antoi luvan?"), required=False, widget=forms.RadioSelect, choices=[
            ("", _("Laki antaa luvan")), (SPOKEN, _("Suullisesti")), (WRITTEN, _("Kirjallisesti")),
        ],
    )
    consent_on = DateField(label=_("Luvan päivä"), required=False)
    words = text(
        _("Mitä kysyt?"), rows=3, required=False, longest=1000,
        hint=_("Esimerkiksi: Onko ryhmässä tilaa? Vastaaja näkee tämän vasta, kun hän on todistanut osoitteensa."),
    )
    language = forms.ChoiceField(label=_("Viestin kieli"))

    def __init__(self, *args, actor: Actor, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        kinds = choices(codes.code_list("organisation_kinds"), empty=_("Valitse"))
        self.fields["organisation_kind"].choices = kinds
        known = (lists.outside_groups() - {"basics"}) & actor.field_groups()
        self.fields["groups"].choices = [one for one in choices(codes.code_list("field_groups")) if one[0] in known]
        self.fields["language"].choices = [("fi", "Suomi"), ("sv", "Svenska"), ("en", "English")]
        self.fields["language"].initial = actor.language
        self.fields["consent_on"].initial = dates.today


class EndOutsideForm(forms.Form):
    version = VersionField()
    why = forms.ChoiceField(label=_("Miksi kysymys perutaan?"), widget=forms.RadioSelect, choices=END_CHOICES)


class CodeForm(forms.Form):
    """The code from the mail, as people copy it: with or without the space."""

    code = forms.CharField(
        label=_("Koodi sähköpostista"), max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "size": 12}),
    )

    def clean_code(self) -> str:
        digits = "".join(one for one in self.cleaned_data["code"] if one.isdigit())
        if len(digits) != 8:
            raise forms.ValidationError(_("Koodissa on kahdeksan numeroa, esimerkiksi 1234 5678."))
        return digits


class OutsideAnswerForm(forms.Form):
    """The answer of the asked service: takes the person in, needs more, or is not the right place.

    `question` says which question the form was drawn for: another may have been opened in the same browser since.
    """

    question = forms.UUIDField(widget=forms.HiddenInput, required=False)
    answer = forms.ChoiceField(
        label=_("Mitä vastaat?"), choices=OutsideAnswer.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Valitse yksi vastaus.")},
    )
    contact_name = text(_("Yhteyshenkilö"), required=False, longest=100, hint=_("Kuka ottaa asiakkaan vastaan?"))
    contact_phone = text(_("Yhteyshenkilön puhelin"), required=False, longest=40)
    first_free_on = DateField(label=_("Ensimmäinen vapaa päivä"), required=False)
    reason = forms.ChoiceField(label=_("Syy"), required=False)
    next_service = text(_("Kuka voisi auttaa?"), required=False, longest=200, hint=_("Ehdotus riittää."))
    next_phone = text(_("Palvelun puhelin"), required=False, longest=40)
    words = text(_("Viesti kysyjälle"), rows=4, required=False, longest=2000)

    def __init__(self, *args, region_id: int, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        reasons = codes.code_list("decline_reasons", region=codes.of_region(region_id))
        self.fields["reason"].choices = choices(reasons, empty=_("Valitse syy"))

    def is_of(self, question: UUID) -> bool:
        """Whether what was sent was typed for this question; a form that does not say is for none."""
        return self.cleaned_data.get("question") == question
