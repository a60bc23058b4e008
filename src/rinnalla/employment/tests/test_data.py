"""The room's code lists and limits as data: five payers, five stages, a cap that a region may only lower."""

import pytest

from rinnalla.servicemodels.codes import code_list, deadline


@pytest.mark.row("F-42")
def test_the_national_cap_is_25():
    assert deadline(None, "coaching_clients") == 25


@pytest.mark.row("L-64")
def test_there_are_five_payers():
    assert [one.key for one in code_list("coaching_payers")] == [
        "te_services", "kela", "pension_company", "social_services", "employment_services"
    ]


@pytest.mark.row("V-15", "L-65")
def test_two_types_open_from_different_services_and_one_is_by_criteria():
    types = {one.key: one.definition for one in code_list("coaching_types")}
    assert {key: one.by_criteria for key, one in types.items()} == {"quality_criteria": True, "traditional": False}
    assert not set(types["quality_criteria"].services) & set(types["traditional"].services)


def test_there_are_five_stages():
    assert len(code_list("coaching_stages")) == 5
