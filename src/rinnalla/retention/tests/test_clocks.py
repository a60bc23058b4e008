"""The clocks as data: every word of a field has one in every register, and their days are exact."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from hypothesis import given
from hypothesis import strategies as st

from rinnalla.access.jobs import DRAFT_DAYS
from rinnalla.lib.classes import RETENTIONS
from rinnalla.outbox.promises import KEPT_FOR
from rinnalla.retention import clocks
from rinnalla.retention.erasing.actions import SOURCES
from rinnalla.servicemodels.codes import common
from rinnalla.servicemodels.definitions import Length

DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2056, 12, 31))
LENGTHS = st.builds(
    Length, value=st.integers(min_value=0, max_value=125), unit=st.sampled_from(["days", "months", "years"])
)
# What has a job of its own, goes with something else, or holds nobody's data.
WITHOUT_A_SOURCE = {"person", "request", "draft", "promise", "installation", "employer", "contacted"}


@given(DAYS, LENGTHS)
def test_the_latest_start_is_exact(today, length):
    """What began on it is over today; what began the day after is kept through today. Over thirty years, leap days too.

    Seen red: with a start a day later, at once.
    """
    start = clocks.latest_start(length, today)
    assert clocks.last_day(start, length) < today <= clocks.last_day(start + timedelta(days=1), length)


@pytest.mark.parametrize(("start", "value", "last"), [
    (date(2024, 2, 29), 4, date(2028, 2, 29)), (date(2024, 2, 29), 10, date(2034, 2, 28)),
    (date(2026, 11, 3), 12, date(2038, 11, 3)), (date(2026, 12, 31), 3, date(2029, 12, 31)),
])
def test_years_end_on_the_day_of_the_same_number(start, value, last):
    assert clocks.last_day(start, Length(value=value, unit="years")) == last


def test_every_word_has_a_clock_in_every_register():
    """A model with client data without a clock is red: its fields' words are all here.

    Where a register gives a word no time of its own it goes with the case; a clock that is taken out altogether is seen
    by `test_the_table_knows_every_clock`.
    """
    for word in RETENTIONS:
        for register in clocks.registers():
            assert clocks.clock_of(word, register) if word != "customership" else True
    assert clocks.clock_of("customership", clocks.register_of("wellbeing_county"))


def test_every_field_of_every_model_stands_on_a_clock():
    found = {
        kept.retention for model in apps.get_models() if model.__module__.startswith("rinnalla.")
        for kept in model.Data.values()
    }
    assert found <= {one.document for one in common().retention.clocks}
    assert {"case", "message", "copy", "consent", "referral", "person", "log", "account"} <= found


def test_models_with_client_data_do_not_say_that_they_hold_none():
    for model in apps.get_models():
        if getattr(model, "wall", "none") in ("case", "case_self", "person", "person_self", "inbox"):
            words = {one.retention for one in model.Data.values()}
            assert not words & {"installation", "draft", "promise"}, model._meta.label


def test_every_clock_that_ends_something_is_run():
    documents = {one.document for one in common().retention.clocks}
    assert documents == set(SOURCES) | WITHOUT_A_SOURCE


def test_every_kind_of_organisation_belongs_to_one_register():
    kinds = [one.key for one in common().organisation_kinds]
    held = [kind for register in clocks.registers() for kind in register.holders]
    assert sorted(held) == sorted(kinds)
    with pytest.raises(LookupError):
        clocks.register_of("circus")


def test_what_other_rooms_end_by_themselves_ends_as_the_data_say():
    (draft,) = clocks.clock_of("draft").lengths
    (promise,) = clocks.clock_of("promise").lengths
    assert (draft.value, draft.unit) == (DRAFT_DAYS, "days")
    assert (promise.value, promise.unit) == (KEPT_FOR.days, "days")
