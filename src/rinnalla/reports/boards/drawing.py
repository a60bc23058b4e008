"""Steps that narrow and lines over half-years: pure geometry, in drawing units. Hidden numbers have no length."""

from collections.abc import Sequence
from dataclasses import dataclass

from rinnalla.lib.smallnumbers import Shown


@dataclass(frozen=True, slots=True)
class Step:
    """One bar of the steps. A hidden one is striped and as long as the last one told."""

    name: str
    told: Shown
    y: float
    width: float
    shade: str
    fewer: int | None  # how many fewer than in the step before, when both are told
    last: bool


@dataclass(frozen=True, slots=True)
class Steps:
    """Bars one under the other with the shade between them."""

    steps: list[Step]
    left: float
    width: float
    height: float
    bar: float = 24.0
    narrow: bool = False


def steps(numbers: Sequence[tuple[str, Shown]], *, narrow: bool = False) -> Steps:
    """Bars from the longest. Wide for a desk, narrow for a phone, where a name stands above its bar."""
    left, width, pitch = (0.0, 330.0, 62.0) if narrow else (190.0, 560.0, 50.0)
    room, top = width - left - 60.0, 22.0 if narrow else 6.0
    most = max((one.number for _name, one in numbers), default=0) or 1
    lengths: list[float] = []
    for _name, one in numbers:
        told = round(max(room * one.number / most, 2.0), 1) if one.kind == "number" else None
        lengths.append(told if told is not None else lengths[-1] if lengths else room)
    drawn = []
    for place, (name, one) in enumerate(numbers):
        y, last = top + pitch * place, place == len(numbers) - 1
        shade = "" if last or narrow else _shade(left, y + 24, lengths[place], lengths[place + 1], pitch - 24)
        earlier = numbers[place - 1][1] if place else None
        fewer = earlier.number - one.number if earlier and earlier.kind == one.kind == "number" else None
        drawn.append(Step(name, one, y, lengths[place], shade, fewer, last))
    return Steps(drawn, left, width, top + pitch * len(numbers) - (pitch - 24) + 6, narrow=narrow)


def _shade(left: float, y: float, upper: float, lower: float, deep: float) -> str:
    right, to, middle = left + upper, left + lower, y + deep / 2
    return f"M{left} {y}H{right}C{right} {middle} {to} {middle} {to} {y + deep}H{left}Z"


@dataclass(frozen=True, slots=True)
class Dot:
    """A told number at its half-year."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line over half-years: its pieces, its dots, and the bands of the half-years that are hidden."""

    pieces: list[str]
    dots: list[Dot]
    bands: list[float]  # left edges
    band: float
    bottom: float
    marks: list[tuple[float, str]]
    width: float = 300.0
    height: float = 104.0


def line(points: Sequence[tuple[str, float | None, bool]]) -> Line:
    """From nothing to the highest. A half-year without a number breaks the line; a hidden one has a band."""
    left, right, top, bottom = 8.0, 292.0, 12.0, 78.0
    wide = (right - left) / max(len(points), 1)
    most = max((value for _name, value, _hidden in points if value is not None), default=0) or 1

    def at(place: int) -> float:
        return round(left + wide * (place + 0.5), 1)

    dots: list[Dot | None] = [
        Dot(at(place), round(bottom - (bottom - top) * value / most, 1)) if value is not None else None
        for place, (_name, value, _hidden) in enumerate(points)
    ]
    return Line(
        _pieces(dots), [one for one in dots if one],
        [round(left + wide * place, 1) for place, (_name, _value, hidden) in enumerate(points) if hidden],
        round(wide, 1), bottom, [(at(place), name) for place, (name, _value, _hidden) in enumerate(points)],
    )  # fmt: skip


def _pieces(dots: Sequence[Dot | None]) -> list[str]:
    found: list[list[Dot]] = [[]]
    for one in dots:
        if one is None:
            found.append([])
        else:
            found[-1].append(one)
    return ["M" + "L".join(f"{one.x} {one.y}" for one in piece) for piece in found if len(piece) > 1]
