"""A meeting to test with."""

from datetime import timedelta

from rinnalla.lib import dates
from rinnalla.meetings import actions
from rinnalla.meetings.models import Meeting


def a_meeting(cast, by=None, **more) -> Meeting:
    given = {
        "kind": "work_meeting", "starts_at": dates.now() + timedelta(minutes=1), "purpose": "Sovitaan työkokeilusta",
        "tried_solutions": "Puhelut eivät ole auttaneet", "place": "Palvelukatu 3", **more,
    }
    return actions.convene(case=cast.case, by=by or cast.a_katri, **given)


def a_held_meeting(cast, **more) -> Meeting:
    meeting = a_meeting(cast, **more)
    actions.hold(meeting=meeting, version=1, by=cast.a_katri, client_present=True)
    return meeting


def a_written_meeting(cast, summary="Sovimme työkokeilusta.") -> Meeting:
    meeting = a_held_meeting(cast)
    actions.write(meeting=meeting, version=2, by=cast.a_katri, client_summary=summary, talked="Omaksi muistiksi")
    return meeting


def a_closed_meeting(cast) -> Meeting:
    meeting = a_written_meeting(cast)
    actions.close(meeting=meeting, version=3, by=cast.a_katri, how="own_view")
    return meeting
