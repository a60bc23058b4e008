"""How wide the letters of Source Sans 3 are, in thousandths of the size of type, and breaking a text by them.

Measured from the font the pages use, without kerning and rounded up, at the two weights of the figure. Nothing needs
the font to lay the figure out; `tests/browser/test_figure.py` measures the drawn texts and tells when they differ.
"""

from functools import lru_cache
from re import findall

REGULAR_WIDTHS = {
    " \u00a0": 200, "|": 241, "i": 246, "j": 247, "',.:;·’‘·": 249, "l": 255, "I": 263, "!": 289, "f": 292,
    "()[]{}": 303, "•": 304, "-": 311, "°": 331, "t": 338, "r": 347, "/\\": 350, "*": 418, "s": 419, "?z": 425,
    "\"”“": 426, "«»": 429, "x": 446, "c": 456, "vy": 467, "Y": 476, "J": 479, "–": 480, "L": 486, "F": 494, "k": 495,
    "eé": 496, "#$+0123456789<=>^~§€": 497, "_": 500, "agäå": 504, "X": 513, "V": 515, "EÉ": 527, "S": 534, "T": 536,
    "Z": 539, "`oöø": 542, "A": 543, "huÄÅü": 544, "n": 547, "≥≤": 549, "b": 553, "dpq": 555, "P": 566, "R": 569,
    "C": 571, "ß": 576, "K": 579, "B": 588, "&": 609, "D": 615, "G": 617, "UÜ": 645, "N": 647, "H": 652, "OQÖØ": 664,
    "w": 719, "M": 727, "æ": 778, "W": 786, "—": 800, "Æ": 822, "%": 824, "m": 829, "@": 847, "…": 948,
}  # fmt: skip
BOLD_WIDTHS = {
    " \u00a0": 200, "|": 261, "i": 269, "j": 270, "l": 279, "',.:;·’‘·": 288, "I": 292, "-": 327, "!": 328, "f": 329,
    "()[]{}": 334, "•": 335, "/\\": 341, "°": 357, "t": 372, "r": 386, "s": 437, "*": 447, "z": 452, "?": 454,
    "c": 465, "«»": 468, "–": 480, "x": 497, "_": 500, "J": 501, "y": 508, "v": 509, "\"L”“": 510, "eé": 512,
    "Y": 513, "F": 517, "$+0123456789<=>^~§": 520, "#€": 521, "aäå": 522, "g": 527, "k": 535, "Z": 541, "EÉ": 543,
    "V": 546, "≥≤": 549, "S": 550, "T": 551, "`oöø": 552, "X": 554, "uü": 562, "Ah": 565, "nÄÅ": 566, "bdpq": 568,
    "C": 579, "P": 589, "B": 601, "R": 602, "K": 606, "ß": 618, "D": 630, "G": 633, "&": 653, "UÜ": 660, "N": 661,
    "H": 668, "OQÖØ": 679, "M": 754, "w": 762, "æ": 781, "—": 800, "W": 807, "Æ": 840, "%": 849, "m": 850, "@": 889,
    "…": 971,
}  # fmt: skip
UNKNOWN = 1000  # a letter the font may not have is drawn by another font: take the widest
SPARE = 1.02  # other browsers round differently
REGULAR = {letter: width for letters, width in REGULAR_WIDTHS.items() for letter in letters}
BOLD = {letter: width for letters, width in BOLD_WIDTHS.items() for letter in letters}


def width(text: str, size: float, *, bold: bool = False) -> float:
    """How wide `text` is at most, in drawing units."""
    letters = BOLD if bold else REGULAR
    return sum(letters.get(letter, UNKNOWN) for letter in text) * size * SPARE / 1000


@lru_cache(maxsize=4096)
def lines(text: str, room: float, size: float, bold: bool = False) -> tuple[str, ...]:
    """`text` as lines no wider than `room`. Breaks at spaces and after hyphens; a word that is too wide alone is cut
    with a hyphen, never drawn over the edge."""
    made: list[str] = []
    line = ""
    for piece, joined in _pieces(text, room, size, bold):
        longer = f"{line}{'' if joined or not line else ' '}{piece}"
        if line and width(longer, size, bold=bold) > room:
            made.append(line)
            longer = piece
        line = longer
    return (*made, line) if line else tuple(made)


def _pieces(text: str, room: float, size: float, bold: bool) -> list[tuple[str, bool]]:
    """The words, cut after their own hyphens and, when still too wide, anywhere. The flag: joined to the one before."""
    pieces: list[tuple[str, bool]] = []
    for word in text.split():
        parts = [part for whole in findall(r"[^-]*-+|[^-]+", word) for part in _cut(whole, room, size, bold)]
        pieces += [(part, place > 0) for place, part in enumerate(parts)]
    return pieces


def _cut(word: str, room: float, size: float, bold: bool) -> list[str]:
    cut: list[str] = []
    while width(word, size, bold=bold) > room and len(word) > 2:
        end = len(word) - 1
        while end > 2 and width(word[:end] + "-", size, bold=bold) > room:
            end -= 1
        cut.append(word[:end] + "-")
        word = word[end:]
    return [*cut, word]
