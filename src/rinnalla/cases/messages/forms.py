"""Writing and answering: one text, and how it was answered otherwise."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rinnalla.access.models import User
from rinnalla.cases.messages.models import Way
from rinnalla.lib.forms import KeyField, text

TEAM, RESPONSIBLE = "team", "responsible"
LONGEST = 4000


class WriteForm(forms.Form):
    """The client's message, or just a wish to be called; to everybody who helps or to the responsible worker alone."""

    form_key = KeyField()
    text = text(_("Viestisi"), rows=5, required=False, longest=LONGEST)
    wants_call = forms.BooleanField(
        label=_("Soittakaa minulle"), required=False, help_text=_("Voit kirjoittaa viestiin, milloin sinut tavoittaa.")
    )
    whom = forms.ChoiceField(label=_("Kuka saa lukea"), widget=forms.RadioSelect, required=False, initial=TEAM)

    def __init__(self, *args: Any, responsible: User | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if responsible is None:
            del self.fields["whom"]
            return
        alone = _("Vain %(name)s. Myös hänen sijaisensa tai seuraajansa lukee.") % {"name": responsible.name}
        self.fields["whom"].choices = [(TEAM, _("Kaikki, jotka auttavat minua")), (RESPONSIBLE, alone)]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("text", "").strip() and not data.get("wants_call") and "text" not in self.errors:
            self.add_error("text", _("Kirjoita viestisi tai pyydä soittoa."))
        return data


class ReplyForm(forms.Form):
    """The team's answer, in words the client reads."""

    form_key = KeyField()
    text = text(
        _("Vastaus asiakkaalle"), rows=4, longest=LONGEST,
        hint=_("Asiakas ja hänen tiiminsä lukevat tämän. Sähköpostiin lähtee vain tieto, että viesti odottaa."),
    )


class SettleForm(forms.Form):
    """It was talked over already. `private`: written to the responsible worker alone, so nothing of it is noted."""

    how = forms.ChoiceField(
        label=_("Miten vastasit"), widget=forms.RadioSelect,
        choices=[(one.value, one.label) for one in (Way.PHONE, Way.MEETING)], initial=Way.PHONE,
    )
    words = text(
        _("Mitä sovittiin"), rows=3, required=False,
        hint=_("Menee kirjauksiin. Tämän päivän yhteydenotto kirjataan samalla."),
    )

    def __init__(self, *args: Any, private: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if private:
            del self.fields["words"]
