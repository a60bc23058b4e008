"""What coordinators fill in when they discuss cases without identity (L-33)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rinnalla.lib.forms import KeyField, text


class _Checked(forms.Form):
    checked = forms.BooleanField(label=_("Tarkistin tekstin: siitä ei tunnista ketään."), required=False)


class PeerQuestionForm(_Checked):
    key = KeyField()
    subject = text(_("Otsikko"), longest=120)
    question = text(
        _("Mitä haluat pohtia yhdessä?"), rows=6, longest=4000,
        hint=_("Kerro tilanne ilman nimiä, paikkoja ja päiviä. Kirjoita, mitä olet jo kokeillut."),
    )
    field_order = ("key", "subject", "question", "checked")


class PeerAnswerForm(_Checked):
    key = KeyField()
    text = text(_("Mitä sinä tekisit?"), rows=4, longest=4000)
    field_order = ("key", "text", "checked")


class PeerClosingForm(_Checked):
    learnt = text(_("Mitä opit?"), rows=3, longest=2000, hint=_("Muut koordinaattorit näkevät tämän."))
    field_order = ("learnt", "checked")
