"""The client's answer: the questions of a moment, each free to be left, and who may know whose it is."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rinnalla.feedback import questions
from rinnalla.lib.forms import KeyField, text
from rinnalla.servicemodels.definitions import FeedbackItem

ANONYMOUS, BY_NAME = "anonymous", "by_name"
LONGEST = 2000


class AnswerForm(forms.Form):
    """A question at a time, one under the other; then whether the words may be published and whose they are."""

    form_key = KeyField()
    publish = forms.BooleanField(
        label=_("Sanani saa julkaista"), required=False,
        help_text=_("Sanasi voidaan kertoa muille. Nimeäsi ei kerrota."),
    )
    whose = forms.ChoiceField(label=_("Kuka saa tietää, että vastaus on sinun?"), widget=forms.RadioSelect,
                              initial=ANONYMOUS)  # fmt: skip

    def __init__(self, *arguments: Any, items: Sequence[FeedbackItem], worker: str, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.scales = [one for one in items if one.kind == "scale"]
        asked = {one.key: _asked(one) for one in items}
        if questions.WORDS not in asked:
            del self.fields["publish"]
        self.fields = {"form_key": self.fields.pop("form_key"), **asked, **self.fields}
        named_one = _("Asiakasvastaavani %(name)s saa lukea sen") % {"name": worker} if worker else ""
        self.fields["whose"].choices = [(ANONYMOUS, _("Ei kukaan. Vastaan ilman nimeä."))]
        self.fields["whose"].choices += [(BY_NAME, named_one or _("Asiakasvastaavani saa lukea sen"))]

    @property
    def said(self) -> dict[str, Any]:
        """What `actions.answer` takes."""
        data = self.cleaned_data
        return {
            "marks": {one.key: int(data[one.key]) for one in self.scales if data.get(one.key)},
            "words": data.get(questions.WORDS, ""), "publish": data.get("publish", False),
            "by_name": data["whose"] == BY_NAME,
        }  # fmt: skip


def _asked(item: FeedbackItem) -> forms.Field:
    """A question as a field. A long scale tells its ends in the hint; its choices are numbers."""
    label, hint = item.names.in_language, item.hint.in_language if item.hint else ""
    if item.kind == "words":
        return text(label, rows=5, required=False, longest=LONGEST, hint=hint)
    if item.low and item.high:
        hint = f"{item.lowest} = {item.low.in_language}, {item.highest} = {item.high.in_language}."
    return forms.ChoiceField(
        label=label, required=False, widget=forms.RadioSelect, choices=questions.answers(item), help_text=hint
    )


class ReceiptForm(forms.Form):
    """The code that came with anonymous words that may be published."""

    receipt = text(_("Koodi"), longest=40, hint=_("Esimerkiksi abcd-efgh-jkmn"))
