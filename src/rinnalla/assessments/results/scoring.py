"""Whether points are possible, what they are called, and whether a difference tells of a change. Pure rules.

Every number and every error comes from the registry (`instruments.yaml`) with its source.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

from rinnalla.lib.errors import Refused
from rinnalla.servicemodels.definitions import Edition, Levels, Scale

Verdict = Literal["same", "within_error", "better", "worse", "better_unsure", "worse_unsure"]
_FEATURE = re.compile(r"\s*([\w.]{1,12})\s*[:;]?\s+(\d{1,2})\s*/\s*(\d{1,2})\s*", re.ASCII)
_POINTS = re.compile(r"[-+−]?\d{1,4}(?:[.,]\d{1,2})?", re.ASCII)


@dataclass(frozen=True)
class Change:
    """The difference of two scores of one scale, and what it tells."""

    difference: float
    verdict: Verdict


def points(text: str) -> float | None:
    """The number of a text such as "34", "6,5" or "−1"; None when it is empty. Raises ValueError for anything else."""
    written = text.strip()
    if not written:
        return None
    if not _POINTS.fullmatch(written):
        raise ValueError(written)
    return float(written.replace(",", ".").replace("−", "-"))


def check_score(scale: Scale, value: float) -> float:
    """The score, when it is one that the scale can give. Raises Refused with the range that would be right."""
    steps = (value - scale.lowest) / scale.step
    if not (math.isfinite(value) and scale.lowest <= value <= scale.highest and math.isclose(steps, round(steps))):
        raise Refused(out_of_range(scale, value), field=scale.key)
    return value


def out_of_range(scale: Scale, value: float | str) -> str:
    """What is said of a score that the scale can't give."""
    return _("%(name)s: %(value)s ei ole mahdollinen. Asteikko on %(low)s–%(high)s, porras %(step)s.") % {
        "name": scale.names.in_language, "value": value if isinstance(value, str) else shown(value),
        "low": shown(scale.lowest), "high": shown(scale.highest), "step": shown(scale.step),
    }


def check_scores(edition: Edition, scores: Mapping[str, float]) -> dict[str, float]:
    """The scores of an edition's scales; a scale may be missing. Raises Refused for an unknown scale or score."""
    scales = {one.key: one for one in edition.scales}
    if unknown := [key for key in scores if key not in scales]:
        raise Refused(_("Tässä mittarissa ei ole osa-aluetta %(name)s.") % {"name": unknown[0]})
    return {key: check_score(scales[key], value) for key, value in scores.items()}


def read_features(levels: Levels, text: str) -> dict[str, list[int]]:
    """Features from lines such as "1.01: 3 / 4": the person's level, then the job's. Raises Refused with the line."""
    found: dict[str, list[int]] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        told = _FEATURE.fullmatch(line)
        if told is None or told[1] in found:
            raise Refused(
                _("Rivi %(n)s: kirjoita piirteen koodi kerran ja tasot näin: 1.01 3 / 4.") % {"n": number}, "features"
            )
        both = [int(told[2]), int(told[3])]
        if not all(levels.lowest <= one <= levels.highest for one in both):
            raise Refused(
                _("Rivi %(n)s: tasot ovat %(low)s–%(high)s.")
                % {"n": number, "low": levels.lowest, "high": levels.highest}, field="features",
            )
        found[told[1]] = both
    return found


def band(scale: Scale, value: float) -> str:
    """What the score is called, empty where the scale has no public classes."""
    return next((one.names.in_language for one in scale.bands if one.lowest <= value <= one.highest), "")


def compare(scale: Scale, before: float, after: float) -> Change:
    """Does the later score tell of a change? One within the instrument's known error does not; where no error is known,
    the direction is told and that it is unsure."""
    difference = after - before
    if math.isclose(difference, 0, abs_tol=1e-9):
        return Change(0, "same")
    if scale.error is not None and abs(difference) < scale.error.value:
        return Change(difference, "within_error")
    up = (difference > 0) == (scale.better == "larger")
    if scale.error is not None:
        return Change(difference, "better" if up else "worse")
    return Change(difference, "better_unsure" if up else "worse_unsure")


def shown(value: float) -> str:
    """Points as they are read: 34, 6,5 or −1."""
    text = f"{value:g}".replace(".", ",")
    return text.replace("-", "−")
