"""A form drawn from a part and sent back unchanged changes nothing: of every part of every region that ships.

Seen red: a form read without what lay there before; a stage left where it was added; a missing translation that stops
a save; an empty row kept; a field of a definition without words.
"""

from collections.abc import Iterator
from copy import deepcopy
from functools import lru_cache

import pytest
from django.conf import settings
from django.http import QueryDict

from rinnalla.servicemodels import definitions as d
from rinnalla.servicemodels.content import content_of
from rinnalla.servicemodels.editing import changes, shapes, tree
from rinnalla.servicemodels.editing.description import SAID
from rinnalla.servicemodels.editing.forms import PartForm, rows_changed, seen
from rinnalla.servicemodels.editing.yamltext import SectionText
from rinnalla.servicemodels.loading import load_all


@lru_cache(maxsize=1)
def contents() -> dict[str, dict]:
    return {key: content_of(region) for key, region in load_all(settings.REGIONS_DIR)[1].items()}


def spots(content: dict, spot: tree.Spot | None = None) -> Iterator[tree.Spot]:
    """Every page of a content."""
    if spot is None:
        for key in tree.SECTIONS:
            yield from spots(content, tree.find(content, key))
        return
    yield spot
    if spot.listed:
        for address, _value in tree.things(spot):
            yield from spots(content, tree.find(content, address))
    else:
        for one in shapes.shapes_of(spot.holds):
            if one.kind == shapes.PARTS and (*spot.where, one.name) not in tree.OWN_SECTIONS:
                yield from spots(content, tree.find(content, f"{spot.address}/{one.name}"))


def sent(form: PartForm, **more: object) -> QueryDict:
    """What a browser sends of a form as it was drawn."""
    data = QueryDict(mutable=True)
    for bound in form:
        value = bound.value()
        if isinstance(value, bool):
            value = "on" if value else None
        for each in value if isinstance(value, list | tuple) else [value]:
            if each is not None:
                shown = bound.field.prepare_value(each)
                data.appendlist(bound.html_name, str(shown))
    for name, each in more.items():
        data[name.replace("__", "-")] = str(each)
    return data


@pytest.mark.parametrize("key", contents())
def test_a_form_sent_back_unchanged_changes_nothing(key):
    content = contents()[key]
    pages = list(spots(content))
    assert len(pages) > 100
    for spot in pages:
        if spot.listed:
            continue
        form = PartForm(sent(PartForm(spot=spot, content=content)), spot=spot, content=content)
        assert form.is_valid(), (spot.address, form.errors)
        assert changes.with_part(content, spot, form.result) == content, spot.address


@pytest.mark.parametrize("key", contents())
def test_a_section_written_as_text_and_read_back_is_the_same(key):
    content = contents()[key]
    for section in tree.SECTIONS.values():
        form = SectionText(section=section, content=content)
        again = SectionText(QueryDict(mutable=True) | {"text": form.initial["text"]}, section=section, content=content)
        assert again.is_valid(), (section.key, again.errors)
        after = changes.with_section(content, section, again.value())
        whole = d.RegionDefinition.model_validate(after).model_dump(mode="json", exclude={"staff", "demo"})
        assert whole == content, section.key


def test_every_page_is_found_by_its_own_place():
    for content in contents().values():
        for spot in spots(content):
            assert tree.page_of(content, spot.where) == (spot.address, "")


def test_every_field_of_the_definitions_has_words():
    """A field that somebody adds to a definition gets its words in `description.py` in the same commit."""
    seen_classes: set[type] = set()

    def walk(holds: type[d.Definition], where: tuple = ()) -> Iterator[str]:
        if holds in seen_classes:
            return
        seen_classes.add(holds)
        for name in holds.model_fields:
            own = (*where, name) in tree.OWN_SECTIONS
            if not own and not any(f"{one.__name__}.{name}" in SAID for one in holds.__mro__):
                yield f"{holds.__name__}.{name}"
        for one in shapes.shapes_of(holds):
            if one.inner and one.kind != shapes.TEXTS:
                yield from walk(one.inner)

    wordless = [name for section in tree.SECTIONS.values() for name in walk(section.holds, section.where)]
    assert not wordless, wordless


def test_nothing_is_described_that_no_definition_has():
    for name in SAID:
        holds, field = name.split(".")
        assert holds == "Definition" or field in getattr(d, holds).model_fields, name


# What an edit does ----------------------------------------------------------------------------------------------------


def lieto() -> dict:
    return deepcopy(contents()["lieto"])


def filled(content: dict, spot: tree.Spot, **more: object) -> PartForm:
    return PartForm(sent(PartForm(spot=spot, content=content), **more), spot=spot, content=content)


def new_in(content: dict, address: str) -> tree.Spot:
    listed = tree.find(content, address)
    where = (*listed.where, len(listed.value or []))
    return tree.Spot(listed.section, listed.parts, where, listed.holds, False, None)


def test_a_new_step_gets_its_key_from_its_name_and_stands_last():
    content = lieto()
    spot = new_in(content, "path_templates/work_ability_support/steps")
    form = filled(
        content, spot, names__fi="Käynti työpaikalla", names__sv="Besök", names__en="Visit", stage="services",
        role="job_coach", due__value="5", due__unit="weeks",
    )
    assert form.is_valid(), form.errors
    steps = changes.with_part(content, spot, form.result)["model"]["path_templates"][0]["steps"]
    assert steps[-1]["key"] == "kaynti_tyopaikalla"
    assert (steps[-1]["due"]["value"], steps[-1]["due"]["unit"], steps[-1]["card"]) == (5, "weeks", None)
    assert steps[:-1] == content["model"]["path_templates"][0]["steps"]


def test_a_missing_translation_does_not_stop_a_draft_but_a_missing_name_does():
    content = lieto()
    spot = new_in(content, "teams")
    given = {"unit": "lieto_tyollisyys", "required_roles": "nurse"}
    assert filled(content, spot, names__fi="Uusi tiimi", **given).is_valid()
    without = filled(content, spot, **given)
    assert not without.is_valid()
    assert list(without.errors) == ["names-fi"]


def test_a_fault_of_the_definition_stands_at_its_own_field_with_what_is_expected():
    content = lieto()
    form = filled(content, tree.find(content, "info"), help_phone="02-2184400")
    assert not form.is_valid()
    assert "06 218 4400" in form.errors["help_phone"][0]
    rows = filled(content, tree.find(content, "deadlines/naming"), values__0__reason__fi="")
    assert not rows.is_valid()
    assert list(rows.errors) == ["values-0-reason-fi"], rows.errors


def test_rows_are_added_moved_and_taken_away_with_what_is_typed():
    content = lieto()
    spot = tree.find(content, "deadlines/naming")
    data = sent(PartForm(spot=spot, content=content), values__0__value="huh")
    added = rows_changed("add:values", data, spot, content)
    assert [row.get("value") for row in added["values"]] == ["huh", None]
    two = PartForm(spot=spot, content=content, given=added)
    assert two["values-1-value"].value() is None and two["values-0-value"].value() == "huh"
    data = sent(two, values__1__value="7")
    assert [row["value"] for row in rows_changed("up:values:1", data, spot, content)["values"]] == ["7", "huh"]
    assert [row["value"] for row in rows_changed("remove:values:0", data, spot, content)["values"]] == ["7"]
    assert rows_changed("save", data, spot, content) is None


def test_a_row_nobody_filled_in_is_left_out():
    content = lieto()
    spot = tree.find(content, "deadlines/naming")
    given = rows_changed("add:values", sent(PartForm(spot=spot, content=content)), spot, content)
    form = PartForm(sent(PartForm(spot=spot, content=content, given=given)), spot=spot, content=content)
    assert form.is_valid(), form.errors
    assert changes.with_part(content, spot, form.result) == content


def test_moving_a_step_keeps_every_step():
    content = lieto()
    spot = tree.find(content, "path_templates/work_ability_support/steps/health_check")
    keys = [step["key"] for step in content["model"]["path_templates"][0]["steps"]]
    after = changes.moved(content, spot, up=True)["model"]["path_templates"][0]["steps"]
    assert [step["key"] for step in after] == [keys[0], keys[2], keys[1], *keys[3:]]
    first = tree.find(content, "path_templates/work_ability_support/steps/first_contact")
    assert changes.moved(content, first, up=True) == content


def test_a_stage_taken_into_use_goes_to_its_place_on_the_path():
    content = lieto()
    spot = tree.find(content, "stages/mapping")
    content = changes.without(content, spot)
    new = new_in(content, "stages")
    form = filled(content, new, key="mapping")
    assert form.is_valid(), form.errors
    after = [one["key"] for one in changes.with_part(content, new, form.result)["model"]["stages"]]
    assert after == ["identification", "initial_service", "mapping", "services", "follow_up"]


def test_a_text_with_a_fault_is_told_with_its_line_and_kept():
    content = lieto()
    section = tree.SECTIONS["teams"]
    text = SectionText(section=section, content=content).initial["text"].replace("required_roles", "requierd_roles", 1)
    form = SectionText({"text": text}, section=section, content=content)
    assert not form.is_valid()
    line = next(number for number, each in enumerate(text.splitlines(), 1) if "requierd" in each)
    assert any(f"Rivi {line}:" in each and "required_roles" in each for each in form.errors["text"])
    assert form["text"].value() == text


def test_broken_yaml_says_the_line():
    form = SectionText({"text": "teams:\n  - {key: a\n"}, section=tree.SECTIONS["teams"], content=lieto())
    assert not form.is_valid()
    assert "Rivi 3:" in form.errors["text"][0]


def test_what_lay_there_is_told_apart():
    content = lieto()
    team = tree.find(content, "teams/lahitiimi").value
    assert seen(team) == seen(deepcopy(team)) != seen({**team, "unit": "x"})
