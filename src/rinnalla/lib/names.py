"""Names of people and bodies: in which order they stand, how they are found, and their initials.

The database of a bare machine knows no Finnish alphabet, so both keys are made here and stored beside the name.
"""

import re
import unicodedata

# One code a letter, no code the beginning of another, and in any collation, also of the database, in this order:
# end of a name, digits, a to y, z, å, ä, ö, letters of other scripts.
_END = "0"
_DIGIT = "1"
_Z, _A_RING, _A_DOTS, _O_DOTS, _OTHER = "za", "zb", "zc", "zd", "ze"

# Where Finnish order puts letters that are not its own: ü under y, the neighbours' æ and ø under ä and ö.
_UNDER = {"z": _Z, "å": _A_RING, "ä": _A_DOTS, "æ": _A_DOTS, "ö": _O_DOTS, "ø": _O_DOTS, "ü": "y", "ű": "y"}

# Letters that Unicode does not take apart into a plain letter and a mark.
_PLAIN = {
    "đ": "d",
    "ð": "d",
    "ŋ": "n",
    "ß": "ss",
    "æ": "ae",
    "ø": "o",
    "œ": "oe",
    "þ": "th",
    "ł": "l",
    "ŧ": "t",
    "ħ": "h",
    "ı": "i",
    "ĸ": "k",
    "ǥ": "g",
    "ʒ": "z",
}
_APOSTROPHES = re.compile("['’‘ʼ`´]")
_NOT_WORD = re.compile(r"[\W_]+")


def sort_key(family: str, given: str) -> str:
    """The place of a name in the Finnish alphabet, as text of a–z and 0–9 that any database orders alike.

    å, ä and ö come last, v and w are letters apart, ü goes with y; the family name decides before the given one.
    Case, spaces, hyphens and accents matter only between names that are otherwise the same.
    """
    family, given = (unicodedata.normalize("NFC", name).strip().lower() for name in (family, given))
    letters = [_letters(family), _letters(given)]
    return _END.join([*letters, _signs(family) + _END + _signs(given)])


def _letters(name: str) -> str:
    return "".join(_code(letter) for letter in name)


def _code(letter: str) -> str:
    if letter in _UNDER:
        return _UNDER[letter]
    plain = _without_marks(letter)
    return "".join(_plain_code(part) for part in plain)


def _plain_code(letter: str) -> str:
    if "a" <= letter <= "z":
        return _UNDER.get(letter, letter)
    if "0" <= letter <= "9":
        return _DIGIT + letter
    return f"{_OTHER}{ord(letter):06x}" if letter.isalnum() else ""


def _signs(name: str) -> str:
    """Breaks ties: a for a letter as its code has it, b for one with a mark, then what is no letter."""
    return "".join(_sign(letter) for letter in name)


def _sign(letter: str) -> str:
    if letter.isspace():
        return "c"
    if not letter.isalnum():
        return "d"
    return "a" if letter in "åäö" or _without_marks(letter) == letter else "b"


def search_key(text: str) -> str:
    """The text as it is looked for: lower case, letters without marks (å and ä as a, ö and ø as o, š as s, ß as ss),
    apostrophes gone, everything else that is no letter or digit as one space. So it holds no sign that LIKE reads."""
    folded = _without_marks(_APOSTROPHES.sub("", text))
    return _NOT_WORD.sub(" ", _APOSTROPHES.sub("", folded)).strip()


_SPELLINGS = (
    ("sch", "s"), ("sh", "s"), ("ch", "k"), ("ck", "k"), ("ph", "f"), ("th", "t"), ("qv", "kv"), ("qu", "kv"),
    ("q", "k"), ("x", "ks"), ("tz", "ts"), ("z", "s"), ("c", "k"), ("w", "v"), ("y", "i"), ("j", "i"), ("h", ""),
)
_TWICE = re.compile(r"(.)\1+")


def sound_key(*parts: str) -> str:
    """What two spellings of one name share: Wirtanen and Virtanen, Christina and Kristiina, Jonna and Johnna.

    The parts stand in alphabetical order, so a family name written in the place of a given name makes no difference.
    It finds who may be the same person; that they are is for a human to say.
    """
    return " ".join(sorted(filter(None, (_sound(word) for part in parts for word in search_key(part).split()))))


def _sound(word: str) -> str:
    for written, heard in _SPELLINGS:
        word = word.replace(written, heard)
    return _TWICE.sub(r"\1", word)


def phone_key(phone: str) -> str:
    """The digits of a number, +358 and 00358 as 0; "" when there is none."""
    digits = re.sub(r"[^0-9+]", "", phone.replace("(0)", ""))
    return re.sub(r"^(\+|00)358", "0", digits)


def _without_marks(text: str) -> str:
    """Takes accents off and spells other Latin letters with a–z. Twice is the same as once."""
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = "".join(letter for letter in apart if not unicodedata.category(letter).startswith("M"))
    return "".join(_PLAIN.get(letter, letter) for letter in bare)


def initials(name: str) -> str:
    """At most two capitals, of the first word and the last: Katri Ylinen is KY, Anna-Liisa af Ek is AE."""
    joined = _APOSTROPHES.sub("", unicodedata.normalize("NFC", name)).replace("-", "")
    words = _NOT_WORD.sub(" ", joined).split()
    ends = words[:1] + words[1:][-1:]
    return "".join(word[0].upper()[0] for word in ends)
