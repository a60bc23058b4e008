"""Each purpose names its legal bases, dated; a purpose without one cannot be used (C-07, I-32)."""

from datetime import date

import pytest

from rinnalla.access import grants, purposes
from rinnalla.access.models import Depth, Grant
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.servicemodels import codes, definitions
from rinnalla.servicemodels.purposes import in_force
from rinnalla.testing import as_actor


def _give(cast, **more):
    given = {"ground": "l381_15", "purpose": "work_ability_support", "why": "test", **more}
    with as_actor(cast.a_katri):
        return grants.give(case_id=cast.case.pk, to=cast.petra, depth=Depth.BASICS, by=cast.a_katri, **given)


def _given(cast):
    with as_actor(cast.a_katri):
        return Grant.objects.filter(user=cast.petra).count()


@pytest.mark.row("C-07", "I-32")
@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"purpose": "curiosity"}, "ei ole luettelossa"),
        ({"purpose": ""}, "ei ole luettelossa"),
        ({"ground": "l380_82"}, "ei riitä"),
        ({"ground": ""}, "ei riitä"),
        ({"ground": "l381_11", "purpose": "follow_up"}, "ei riitä"),
    ],
)
def test_nobody_gets_leave_without_a_listed_purpose_and_its_basis(cast, more, says):
    """Seen red: a grant given without the question."""
    with pytest.raises(Refused, match=says):
        _give(cast, **more)
    assert _given(cast) == 0
    _give(cast)
    assert _given(cast) == 1


@pytest.mark.row("C-07")
def test_a_purpose_whose_basis_has_ended_is_refused_on_the_day_and_not_before(cast, monkeypatch):
    """Seen red: bases taken without their days."""
    common, last = codes.common(), date(2026, 12, 31)
    ending = tuple(
        definitions.DataPurpose(
            key=one.key, names=one.names,
            bases=tuple(definitions.Basis(statute=basis.statute, valid_to=last) for basis in one.bases),
        )
        for one in common.data_purposes
    )
    monkeypatch.setattr(codes, "common", lambda: common.model_copy(update={"data_purposes": ending}))
    purposes.require_basis("follow_up", "l381_15", last)
    with pytest.raises(Refused, match="1.1.2027"):
        purposes.require_basis("follow_up", "l381_15", date(2027, 1, 1))


@pytest.mark.row("C-07")
def test_a_basis_holds_only_while_its_statute_is_in_force(monkeypatch):
    """Seen red: the basis's own days asked alone."""
    before = in_force("work_ability_support", date(2024, 12, 31))
    assert before and "l381_15" not in before.bases and "consent" in before.bases
    common = codes.common()
    ended = tuple(
        one.model_copy(update={"valid_to": date(2025, 6, 30)}) if one.key == "l381_15" else one
        for one in common.statutes
    )
    monkeypatch.setattr(codes, "common", lambda: common.model_copy(update={"statutes": ended}))
    told = [in_force("work_ability_support", day) for day in (date(2025, 6, 30), date(2025, 7, 1))]
    assert ["l381_15" in one.bases for one in told if one] == [True, False]


@pytest.mark.row("C-07")
def test_every_purpose_of_a_grant_is_listed_and_stands_on_something_today():
    assert in_force("nonsense", dates.today()) is None
    for one in codes.common().data_purposes:
        found = in_force(one.key, dates.today())
        assert found and found.bases and found.name == one.names.in_language
