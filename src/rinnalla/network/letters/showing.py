"""An employer's letters of intent, for its page in the register."""

from django.db.models import F

from rinnalla.access.actor import Actor
from rinnalla.access.permissions import Permission
from rinnalla.employers.models import Employer
from rinnalla.employers.showing import Part
from rinnalla.network.letters.models import LetterOfIntent


def on_employer(employer: Employer, reader: Actor) -> Part:
    """The employer's letters, those that go on first. One statement and one for how they have gone."""
    rows = LetterOfIntent.objects.visible_to(reader).filter(employer=employer)
    rows = rows.select_related("unit__organisation").prefetch_related("follow_ups")
    rows = rows.order_by(F("ended_at").desc(nulls_first=True), "follow_up_on")
    told = {"rows": list(rows), "may": reader.can(Permission.LETTER_RECORD) and employer.ended_on is None}
    return Part("network/_letters_of_employer.html", told)
