"""The path figure: all that belongs to it, in its place, in every region and language; a stage may be left out."""

from datetime import date
from itertools import combinations

import pytest
from django.conf import settings
from django.utils import translation

from rinnalla.catalogue.figure.content import IDENTIFICATION, SERVICES, content_of
from rinnalla.catalogue.figure.layout import draw
from rinnalla.catalogue.figure.letters import lines, width
from rinnalla.catalogue.figure.parts import Asked, Drawing, Panel, Part, Sayings
from rinnalla.servicemodels.loading import load_common, load_region, region_folders

DAY = date(2026, 11, 23)
COMMON = load_common(settings.REGIONS_DIR / "common")
REGIONS = {folder.name: load_region(folder, COMMON) for folder in region_folders(settings.REGIONS_DIR)}
STAGES = [stage.key for stage in COMMON.stages]
ROWS = [f"V-{number}" for number in range(27, 100)]
PANELS = {
    "prompts": Panel("Muista joka vaiheessa", facts=(("1", "sana " * 30), ("2", "sana " * 25)), css="fg-q", dense=True),
    "card": Panel("Työkokeilu", "Kohti työelämää", (("Järjestää", "Kunta"),), "Avaa kortti", "#", "Kolmessa kohdassa."),
}


def drawn(content, numbers=None, panel="card", weights=None) -> Drawing:
    notes = dict.fromkeys(content.steps, "vähintään 5 asiakasta nyt")
    remarks = {"pension": "Eläke on tulos."}
    sayings = Sayings("Kuka huomaa tarpeen: 10 lähettäjää", "Rinnalla koko matkan", notes, remarks)
    return draw(Asked(content, sayings, numbers or {}, weights or {}, frozenset({"work_trial"}), PANELS[panel]))


def numbers_of(content) -> dict[str, str]:
    boxes = {f"box:{box.key}": "noin 120 asiakasta" for box in content.boxes}
    return {**{entry.key: "≥ 1500" for entry in content.entries if entry.offered}, **boxes}


def rows_of(part: Part) -> list[str]:
    rows = part.row.split() + [row for spot in part.spots for row in spot.entry.rows]
    return rows + [row for inside in part.parts for row in rows_of(inside)]


def spots_of(part: Part) -> list:
    return [*part.spots, *(spot for inside in part.parts for spot in spots_of(inside))]


def faults(drawing: Drawing) -> list[str]:
    """Texts on texts, texts over the edge of a box or of the sheet, by the figure's own measure of letters."""
    texts = [(one.text, one.area) for one in drawing.texts() if one.style.css != "fg-nn"]
    boxes = [box_of(one) for one in drawing.shapes if one.tag == "rect"]
    boxes += [drawing.panel.area] if drawing.panel else []
    sheet = (0, 0, drawing.width, drawing.height)
    told = [f"off the sheet: {text}" for text, area in texts if not inside(area, sheet)]
    told += [f"{a} on {b}" for (a, one), (b, other) in combinations(texts, 2) if overlap(one, other)]
    cut = [text for text, area in texts for box in boxes if overlap(area, box) and not inside(area, box)]
    spots = [spot for part in drawing.parts for spot in spots_of(part)]
    told += [f"over the edge: {text}" for text in cut]
    return told + [f"not clickable: {one.words.text}" for one in spots if not inside(one.words.area, one.area)]


def box_of(shape) -> tuple[float, float, float, float]:
    at = {name: float(value) for name, value in shape.attributes if name in ("x", "y", "width", "height")}
    return at["x"], at["y"], at["x"] + at["width"], at["y"] + at["height"]


def overlap(a, b) -> bool:
    return a[0] < b[2] - 1 and b[0] < a[2] - 1 and a[1] < b[3] - 1 and b[1] < a[3] - 1


def inside(a, b) -> bool:
    return a[0] >= b[0] - 0.5 and a[1] >= b[1] - 0.5 and a[2] <= b[2] + 0.5 and a[3] <= b[3] + 0.5


@pytest.mark.row("V-26", "F-46")
@pytest.mark.parametrize("region", REGIONS)
def test_nothing_of_the_figure_is_missing_in_any_region(region):
    content = content_of(COMMON, REGIONS[region], DAY)
    drawing = drawn(content)
    found = [row for part in drawing.parts for row in rows_of(part)]
    assert [row for row in ROWS if row not in found] == []
    assert [len(box.entries) for box in content.boxes] == [14, 8, 7, 3]
    assert len([one for box in content.boxes for one in box.lists]) == 9
    assert (len(content.populations), len(content.senders), len(content.companions)) == (3, 10, 8)
    assert sum(len(one.entries) for one in content.intake) == 9
    listed = [entry.text for entry in content.entries]
    assert sorted(spot.entry.text for part in drawing.parts for spot in spots_of(part)) == sorted(listed)


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("region", REGIONS)
def test_no_text_leaves_its_box_or_lies_on_another(region, language):
    with translation.override(language):
        content = content_of(COMMON, REGIONS[region], DAY)
    for panel in PANELS:
        for numbers in ({}, numbers_of(content)):
            drawing = drawn(content, numbers, panel)
            assert faults(drawing) == []
            assert drawing.width / drawing.height >= 1.54  # the shape of a lying A3 under its heading


def without(region, *gone: str):
    """The region as if it did not use some stages."""
    model = region.model
    kept = tuple(stage for stage in model.stages if stage.key not in gone)
    return region.model_copy(update={"model": model.model_copy(update={"stages": kept})})


@pytest.mark.parametrize("gone", [some for count in (1, 2, 3) for some in combinations(STAGES, count)], ids="-".join)
def test_a_region_that_leaves_a_stage_out_gets_a_figure_that_is_still_right(gone):
    region = without(next(iter(REGIONS.values())), *gone)
    content = content_of(COMMON, region, DAY)
    drawing = drawn(content, numbers_of(content))
    assert faults(drawing) == []
    assert [step.number for step in content.steps.values()] == list(range(1, 6 - len(gone)))
    assert set(content.steps) == set(STAGES) - set(gone)
    assert bool(content.boxes) == (SERVICES not in gone)
    assert bool(content.senders) == (IDENTIFICATION not in gone)


def test_a_sender_whose_codes_have_ended_is_not_drawn():
    senders = tuple(
        one.model_copy(update={"valid_to": date(2025, 12, 31)}) if one.key == "youth_service" else one
        for one in COMMON.codes.sender_kinds
    )
    common = COMMON.model_copy(update={"codes": COMMON.codes.model_copy(update={"sender_kinds": senders})})
    region = next(iter(REGIONS.values()))
    before, after = content_of(common, region, date(2025, 6, 1)), content_of(common, region, DAY)
    assert len(before.senders) - len(after.senders) == 1
    assert faults(drawn(after, numbers_of(after))) == []


def test_a_region_speaks_in_its_own_words():
    region = next(iter(REGIONS.values()))
    long = dict.fromkeys(("fi", "sv", "en"), "Yhdessä tehtävä laaja palvelutarpeen kartoittaminen")
    stages = tuple(
        stage.model_copy(update={"names": type(COMMON.figure.title)(**long)}) for stage in region.model.stages
    )
    own = region.model_copy(update={"model": region.model.model_copy(update={"stages": stages})})
    content = content_of(COMMON, own, DAY)
    drawing = drawn(content, numbers_of(content))
    assert content.hub == region.info.wording.team.fi
    assert [part.heading.text for part in drawing.parts if part.heading].count(long["fi"]) >= 3
    assert faults(drawing) == []


def test_what_the_region_does_not_offer_is_drawn_and_leads_nowhere():
    region = next(iter(REGIONS.values()))
    offers = tuple(offer for offer in region.model.offers if offer.card != "apprenticeship")
    less = region.model_copy(update={"model": region.model.model_copy(update={"offers": offers})})
    entry = next(one for one in content_of(COMMON, less, DAY).entries if one.rows == ("V-87",))
    assert (entry.offered, entry.cards) == (False, ())


def test_two_cards_of_one_bullet_are_one_line_and_work_trial_is_marked_in_its_three_places():
    content = content_of(COMMON, next(iter(REGIONS.values())), DAY)
    bullet = next(one for one in content.entries if one.rows == ("V-61",))
    assert bullet.cards == ("shl_employment_support", "shl_work_activity")
    marked = [spot for part in drawn(content).parts for spot in spots_of(part) if spot.css == "fg-sel"]
    assert [spot.entry.rows for spot in marked] == [("V-65",), ("V-77",), ("V-78",)]


def test_a_sender_that_tells_of_the_person_may_stand_under_a_wider_name():
    region = next(iter(REGIONS.values()))
    open_, veiled = content_of(COMMON, region, DAY), content_of(COMMON, region, DAY, veiled=True)
    changed = [(a.text, b.text) for a, b in zip(open_.senders, veiled.senders, strict=True) if a != b]
    assert changed == [("Rikosseuraamuslaitos", "Viranomainen")]


def test_strands_are_as_thick_as_their_weights_and_no_weight_is_thinnest():
    content = content_of(COMMON, next(iter(REGIONS.values())), DAY)
    keys = [sender.key for sender in content.senders]

    def widths(weights):
        shapes = [one for one in drawn(content, weights=weights).shapes if one.css == "fg-strand"]
        return [float(dict(one.attributes)["stroke-width"]) for one in shapes]

    given = widths({key: place / 10 for place, key in enumerate(keys)})
    assert given == sorted(given) and given[0] < given[-1]
    assert widths(dict.fromkeys(keys, 0.0)) == [given[0]] * len(keys)


def test_lines_break_at_spaces_and_hyphens_and_cut_only_what_fits_no_line():
    assert lines("päihde- ja mielenterveys", 400, 16) == ("päihde- ja mielenterveys",)
    assert lines("self-motivated study", 60, 16)[0] == "self-"
    cut = lines("osatyökyvyttömyyseläke", 90, 16)
    assert "".join(cut).replace("-", "") == "osatyökyvyttömyyseläke"
    assert all(width(line, 16) <= 90 for line in cut)
