"""The free place under mapping: the chosen card, the stages' prompts, or how to make contact."""

from rinnalla.catalogue.figure.boxes import PAD
from rinnalla.catalogue.figure.parts import SMALL, SMALL_STRONG, STAGE, STRONG, Panel, PlacedPanel, Style, Words, words

INSET = PAD - 4


def place(panel: Panel, left: float, top: float, wide: float) -> PlacedPanel:
    """The panel from `top` down, as high as its texts need."""
    x, room = left + INSET, wide - 2 * INSET
    heading = words(panel.title, x, top + 34, STAGE, room=room, level=2)
    y = heading.bottom
    texts: list[Words] = []
    for text, style, gap in _told(panel):
        placed = words(text, x, y + gap + style.size * 0.8, style, room=room)
        texts.append(placed)
        y = placed.bottom
    button = act = None
    if panel.act:
        act = words(panel.act, x + room / 2, y + 38, STRONG, room=room - 16, anchor="middle")
        button = (x, y + 14, x + room, act.bottom + 9)
        y = button[3]
    if panel.foot:
        texts.append(words(panel.foot, x, y + 24, SMALL, room=room))
        y = texts[-1].bottom
    return PlacedPanel(panel, heading, tuple(texts), (left, top, left + wide, y + 16), button, act)


def _told(panel: Panel) -> list[tuple[str, Style, float]]:
    """The texts with their style and the gap above."""
    told = [(panel.sub, SMALL, 6.0)] if panel.sub else []
    above, below = (SMALL_STRONG, SMALL) if panel.dense else (SMALL, STRONG)
    for term, text in panel.facts:
        told += [(term, above, 10.0)] if term else []
        told.append((text, below, 2.0 if term else 10.0))
    return told
