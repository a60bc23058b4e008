"""What the tests of the room share: an employer of the register, a contact with it."""

from datetime import timedelta
from typing import Any

from rinnalla.employers import actions
from rinnalla.employers.contacting import actions as contacting
from rinnalla.lib import dates
from rinnalla.testing import as_actor

BUSINESS_ID = "9000001-1"  # its check is right; nobody's that we know of


def an_employer(by: Any, **more: Any):
    """An employer that `by` has added."""
    values = {"name": "Meriruohon Puutarha Oy", "business_id": BUSINESS_ID, **more}
    with as_actor(by):
        return actions.add_employer(by=by, values=values)


def planned(employer: Any, by: Any, days: int = 3, **more: Any):
    """A contact that `by` means to have."""
    values = {"on": dates.today() + timedelta(days=days), "channel": "phone", "purpose": "learn_needs", **more}
    with as_actor(by):
        return contacting.plan_contact(employer=employer, by=by, **values)


def held(employer: Any, by: Any, days_ago: int = 1, **more: Any):
    """A contact that `by` has had."""
    values = {"on": dates.today() - timedelta(days=days_ago), "channel": "visit", "purpose": "tell_support", **more}
    with as_actor(by):
        return contacting.note_contact(employer=employer, by=by, **values)


def a_need(actor: Any, row: Any, **more: Any):
    """An acute need of gardeners' helpers that `actor` has heard."""
    values = {
        "what": "Taimien siirto", "people": 2, "urgency": "acute", "text": "Aamuisin, kaksi viikkoa.",
        "starts_on": dates.today() + timedelta(days=3), "occupation": "9214", "skills": ["gardening"], **more,
    }
    with as_actor(actor):
        return contacting.hear_need(employer=row, by=actor, **values)
