"""Colours of rinnalla.css against the grounds they stand on: text 4.5 : 1, lines and marks 3 : 1, light and dark.

Power check: `--rule: #b0aa9e` and `--wait: #a87a20` in the light list were each seen red.
"""

import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[2] / "static"
CSS = (STATIC / "rinnalla.css").read_text()
ROOTS = re.findall(r":root\s*{(.*?)}", CSS, re.DOTALL)  # light, then dark

TEXT = {
    "ink": ["paper", "sheet", "sunk", "polku-soft", "wait-soft", "late-soft", "sammal-soft"],
    "ink-2": ["paper", "sheet", "sunk"],
    "polku-ink": ["paper", "sheet", "sunk", "polku-soft"],
    "rinta-ink": ["rinta-soft", "sheet", "paper"],
    "sammal": ["paper", "sheet", "sammal-soft"],
    "wait": ["paper", "sheet", "wait-soft"],
    "late": ["paper", "sheet", "late-soft"],
    "kanerva": ["kanerva-soft"],
    "on": ["polku"],
}
MARKS = {
    "polku": ["paper", "sheet", "polku-soft"],
    "rinta": ["paper", "sheet"],
    "rule": ["paper", "sheet", "sunk"],
    "on": ["wait", "late"],
}
PAIRS = [(scheme, colour, ground, need) for scheme in ("light", "dark")
         for wanted, need in ((TEXT, 4.5), (MARKS, 3.0)) for colour, grounds in wanted.items() for ground in grounds]


def colours(scheme: str) -> dict[str, str]:
    light, dark = (dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", root)) for root in ROOTS[:2])
    return light if scheme == "light" else {**light, **dark}


def luminance(colour: str) -> float:
    parts = [int(colour[place:place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("scheme", "colour", "ground", "need"), PAIRS)
def test_contrast(scheme: str, colour: str, ground: str, need: float) -> None:
    known = colours(scheme)
    assert contrast(known[colour], known[ground]) >= need, f"{colour} on {ground}, {scheme}"


def test_contrast_is_measured_as_published() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


def test_both_schemes_name_the_same_colours() -> None:
    light, dark = (set(re.findall(r"--([\w-]+):\s*#", root)) for root in ROOTS[:2])
    assert light - dark == {"white"} and not dark - light


@pytest.mark.parametrize("name", ["rinnalla.css", "screens.css"])
def test_colours_stand_nowhere_else(name: str) -> None:
    after = re.sub(r":root\s*{.*?}", "", (STATIC / name).read_text(), flags=re.DOTALL)
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[\s;,)])", after) == []


def test_templates_carry_no_style_and_no_script_of_their_own() -> None:
    """The strict content security policy would drop them silently."""
    for template in (STATIC.parent).glob("**/templates/**/*.html"):
        text = template.read_text()
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=|<script(?![^>]*\bsrc=)", text), template
