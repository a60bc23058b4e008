"""Declined guidance is told to whoever answers for the client, not only to who guided (C-01)."""

import pytest

from rinnalla.access.acting import acting, staff_actor, system
from rinnalla.access.actions import add_user, give_membership
from rinnalla.outbox.models import Promise
from rinnalla.referrals.models import DeclineNotice
from rinnalla.services import guidance
from rinnalla.services.models import OnwardGuidance
from rinnalla.testing import as_actor


def _told():
    return [one.args[0] for one in Promise.objects.filter(name="cases.tell_user")]


def _at_the_desk(cast):
    """Somebody of the advice desk, who has no case."""
    by = system("tests")
    with acting(by):
        user = add_user(by=by, username="neuvoja", name="Aila Neuvoja", email="aila@example.org")
        return staff_actor(give_membership(by=by, user=user, unit=cast.intake, role="coordinator"))


@pytest.mark.row("C-01")
def test_declined_guidance_is_on_the_day_of_who_answers_for_the_client(cast, sign_in):
    """Seen red: only the guide told."""
    desk = _at_the_desk(cast)
    with as_actor(cast.a_timo):
        row = guidance.guide_on(case=cast.case, by=cast.a_timo, words="Velat", unit=cast.intake)
    with as_actor(desk):
        seen = OnwardGuidance.objects.get(pk=row.pk)
        guidance.decline_guidance(guidance=seen, by=desk, words="Ei tilaa")
    assert sorted(_told()[-2:]) == sorted([cast.timo.pk, cast.katri.pk])
    day = sign_in(cast.katri).get("/day/").content.decode()
    assert "Ohjausta ei otettu vastaan" in day and f"/cases/{cast.case.uuid}/declines/" in day
    assert "Ohjausta ei otettu vastaan" not in sign_in(cast.timo).get("/day/").content.decode()


def test_who_guided_and_answers_for_the_client_is_told_once(cast):
    with as_actor(cast.a_katri):
        row = guidance.guide_on(case=cast.case, by=cast.a_katri, words="Velat", unit=cast.intake)
    before = len(_told())
    with as_actor(cast.a_timo):
        seen = OnwardGuidance.objects.get(pk=row.pk)
        guidance.decline_guidance(guidance=seen, by=cast.a_timo, words="Ei tilaa", receiver_name="Aila")
    assert _told()[before:] == [cast.katri.pk]
    with as_actor(cast.a_katri):
        assert DeclineNotice.objects.told_to(cast.a_katri).count() == 1
