"""How alike a word somebody writes is to a word of a card: the same word in another form, a part of it, or kin to it.

Finnish has some 2,000 forms of a noun and writes words together, so neither the beginning of a word nor a stemmer
finds enough (docs/decisions/0013-search-of-services.md tells what was measured). A word is first squeezed, so that
strong and weak grade look the same (selkä, selän; opinnot, opintoihin). Two words are forms of one when they share a
beginning and what is left of both is an ending. Words are given folded by `lib.names.search_key`.
"""

import re
from functools import lru_cache
from typing import NamedTuple

FINNISH = "fi"

# Words that say nothing of the need, and words that stand beside nearly every need and weigh little when there is
# another word: Finnish, Swedish, English.
_EMPTY = """
ja tai etta jos kun kuin en et ei emme ette eivat olen oon olet on olemme ovat ole oli olin olisi ollut olla mina sina
han me te he se ne tama nama tuo nuo minun minulla minulle minua minut mulla mulle mun mua minusta sinun sinut hanen
hanelle meidan meille meilla heille heilla mita mika mihin missa mista minne miten mille mitka kuka kenen kenelle
milloin miksi kuinka voi voin voiko voinko voiks voisin voisiko saako saan saanko saada saisin pitaa pitaako taytyy
haluan haluaisin halua tarvitsen tarvitsisin paasen paasenko paasta paasisin voida nyt enaa viela aina vain myos koko
ajan paljon liian tosi niin noin kai ehka jo eika tarpeeksi edes sitten siis takia vuoksi ilman vaikka mutta sita tata
och att jag mig min mitt mina du din hon den det de ett i pa for med till av om som inte har kan vill vara ar var vad
hur vem vart nar ska far behover kommer skulle sa
the a an and or to of in for my is am are not can cannot need want have do what
"""
_WEAK = """
apu apua auta auttaa hakea hakeminen haku hakemus tehda tekeminen teko saaminen aloittaa aloittaminen alkuun varata
varaaminen aika paikka asia asiat ongelma ongelmia ihminen jalkeen aikana kautta kanssa muuttaminen vaihto hankinta
ryhma lahettaminen aikuisena uusi uutta oma omaa pitka pitkaan tieda tuki tukea tyo tyon tyota tyohon toihin toissa
toita
hjalp hjalpa hjalper fa ny nytt eget soka arbete arbetet jobb jobbet
work job help
"""
EMPTY, WEAK = frozenset(_EMPTY.split()), frozenset(_WEAK.split())

_WORK = re.compile(r"^(tyo|toi)(n|ta|ssa|sta|hon|hin|lla|lta|lle|t|ksi|na|den)?(ni|si|nsa|mme|nne)?(ko|kin|kaan)?$")
_SUPPORT = re.compile(r"tue(n|t|lla|lle|ssa|sta|ksi)$")
_SQUEEZE = tuple((re.compile(found), put) for found, put in (
    (r"([aeiouy])\1", r"\1"), ("kk", "k"), ("pp", "P"), ("tt", "t"), ("n[tdn]", "n"), ("l[tdl]", "l"), ("r[tr]", "r"),
    ("m[pm]", "m"), ("n[kg]", "n"), ("h[td]", "h"), ("d", "t"), (r"(?<=[aeiouylrm])p(?=[aeiouy])", "v"), ("P", "p"),
    ("rj", "rk"), ("l[kj]", "l"), ("yky", "yvy"), ("aku", "au"), ("mie[sh]", "mie"),
))  # fmt: skip

# Endings of squeezed words. A noun's: its last vowel or its -us, -nen, with number, case, possessive, clitic.
_CLITIC = "(?:kin|kan|han|ko)?"
_POSSESSIVE = "(?:ni|si|nsa|me|ne)?"
_NOUN = r"(?:[aeiouy]|ei|oi|ai|ui|j|)(?:|n|t|ta|s?sa|sta|la|le|na|ksi|h[aeiouy]n|sen|sin|ten|a|en|in|jen|ja|ia|ien)"
_CASES = "(?:|n|t|a|ta|ssa|sta|la|le|na|en|i|in|ksi|ia|ien|ten|h?in)"
_US = f"(?:[uyaeo]?s|[uyaeoi]?kse|[uyaeo]?ksi|[uy]?t[ea]?){_CASES}"
_NEN = f"(?:i|ai|oi|ui|)(?:nen|se|s|si){_CASES}"
_VERB = (
    r"(?:[aeiouy]?)(?:n|t|a|ta|la|na|va|vat|me|te|ko|nko|isin|isi|i|in|si|sin|tan|man|mas+a|mas+ta|mala|mata|tava|"
    r"tavan|mis+ta|misen|mise|minen|misen)"
)
_NOMINAL = f"(?:{_NOUN}|{_US}|{_NEN}){_POSSESSIVE}"
_INFLECTED = re.compile(f"^(?:{_NOMINAL}|{_VERB}){_CLITIC}$")
_MADE = (
    "(?:[aeiouy]{0,2})(?:u|m|y|us|ys|um|ym|uks|yks|minen|min|mis|j|ja|l|el|ele|sk|nu|ny|nut|nyt|nun|nyn|un|yn|unut|"
    "ynyt|tu|ty|tav|t|ta|uta|yta|utu|yty|utav|ytav|uv|uvu|tom|tomu|tomy|ton|inen|is|isu|isy|ise|lis|lisu|linen|line|"
    "sto|tus|tys|tuks|tyks|utus|ytys|utuks|inti|in|ain|ais|aise|aisu|aisy|ainen)"
)
_KIN = re.compile(f"^{_MADE}(?:{_NOMINAL}|{_VERB}|){_CLITIC}$")
_LONGEST_ENDING = 9
_BORDER = re.compile(r"([aeiouyn]|[aeiouy][slrt])$")  # how the first part of a compound ends
# What the last vowel of a word may turn to: a to i and o in the plural, e and i between cases.
_VOWELS = frozenset({"ai", "ao", "ei", "ia", "oa", "ie"})
_GERMANIC = re.compile(
    "^(arnas|ernas|ornas|arna|erna|orna|andet|ande|elser|else|elsen|heten|het|ningen|ningar|ning|enas|ens|ets|are|aren|"
    "arens|ade|ad|ar|er|or|en|et|na|as|es|s|a|e|n|t|d|r|rar|ern|ers)$"
)


class Forms(NamedTuple):
    """What a word is compared by. `roots`: what is left when an ending is taken off; `kin`: when a word is made of
    another (yksinäisyys, yksinäinen); `tails`: roots of its last parts with the share of the word each part covers."""

    shape: str
    roots: frozenset[str]
    kin: frozenset[str]
    tails: dict[str, float]


class Likeness(NamedTuple):
    """How alike two words are, 0…1. A loose one (kin, or a part) counts only in names and people's own words."""

    value: float
    loose: bool


UNLIKE = Likeness(0.0, True)


def asked_words(phrase: str) -> list[str]:
    """The words of a folded phrase that tell of the need; all of them when none does."""
    every = phrase.split()
    return list(dict.fromkeys(word for word in every if word not in EMPTY and len(word) > 1)) or every


def squeezed(word: str) -> str:
    """The word with both grades of its consonants alike and no letter long: selkä, selän → sela, selan."""
    if _WORK.match(word):
        return "tyo"
    word = _SUPPORT.sub("tuki", word.replace("tyoaja", "tyoaika"))
    for found, put in _SQUEEZE:
        word = found.sub(put, word)
    return word


@lru_cache(maxsize=20_000)
def forms(word: str, finnish: bool) -> Forms:
    """The forms of a folded word, read as Finnish or else as Swedish or English."""
    shape = squeezed(word) if finnish else word
    roots, kin = _roots(word, shape, finnish)
    tails: dict[str, float] = {}
    for start in range(3, len(word) - 3):
        if not finnish or _BORDER.search(word[:start]):
            part = word[start:]
            for root in _roots(part, squeezed(part) if finnish else part, finnish)[0]:
                if len(root) >= 4:
                    tails[root] = max(tails.get(root, 0.0), len(part) / len(word))
    return Forms(shape, roots, kin, tails)


def _roots(word: str, shape: str, finnish: bool) -> tuple[frozenset[str], frozenset[str]]:
    if not finnish:
        least = 3 if len(word) <= 5 else 4
        return frozenset({word} | {word[:n] for n in range(least, len(word)) if _GERMANIC.match(word[n:])}), frozenset()
    if shape == "tyo":
        return frozenset({"tyo"}), frozenset()
    roots, kin = {shape}, set()
    for n in range(max(3 if len(shape) <= 7 else 4, len(shape) - _LONGEST_ENDING), len(shape)):
        if shape[:n] == "tyo":
            continue
        if _INFLECTED.match(shape[n:]):
            roots.add(shape[:n])
        elif _KIN.match(shape[n:]):
            kin.add(shape[:n])
    return frozenset(roots), frozenset(kin)


def keys(word: str, finnish: bool) -> list[str]:
    """By what a card's word is looked up: its beginning, and the beginnings of what may be its last part."""
    made = forms(word, finnish)
    return sorted({made.shape[:3]} | {f"-{tail[:4]}" for tail in made.tails})


def asked_keys(word: str) -> list[str]:
    """The keys under which a word that is alike may stand; `likeness` then tells."""
    every: set[str] = set()
    for finnish in (True, False):
        made = forms(word, finnish)
        every |= {made.shape[:3], f"-{made.shape[:4]}"} | {f"-{root[:4]}" for root in made.roots}
        every |= {tail[:3] for tail in made.tails}
    return sorted(every)


@lru_cache(maxsize=100_000)
def likeness(asked: str, word: str, finnish: bool) -> Likeness:
    """How alike an asked word is to a card's word in the card's language. Both are folded."""
    if asked == word:
        return Likeness(1.0, loose=False)
    one, other = forms(asked, finnish), forms(word, finnish)
    shortest = min(len(one.shape), len(other.shape))
    common = _longest(one.roots & other.roots)
    if common > 0.6 * shortest and _same_vowel(one.shape, other.shape, common, finnish):
        return Likeness(0.6 + 0.4 * common / shortest, loose=False)
    share = min(1.0, len(one.shape) / len(other.shape))
    if len(asked) >= 4 and any(len(root) > 0.6 * len(one.shape) for root in one.roots & other.tails.keys()):
        return Likeness(0.9 * (0.5 + 0.5 * share), loose=False)
    if len(one.shape) >= 4 and share >= 0.45 and other.shape.startswith(one.shape):
        return Likeness(0.8 * (0.5 + 0.5 * share), loose=False)
    return _loosely(one, other, shortest)


def _loosely(one: Forms, other: Forms, shortest: int) -> Likeness:
    """Kin of the word, or the card's word as a part of what was asked (työkokeilupaikka, selkäkipu)."""
    if _longest((one.roots | one.kin) & (other.roots | other.kin)) >= 0.5 * shortest:
        return Likeness(0.6, loose=True)
    covers = max((one.tails[root] for root in other.roots if root in one.tails), default=0.0)
    if len(other.shape) >= 4 and one.shape.startswith(other.shape):
        covers = max(covers, len(other.shape) / len(one.shape))
    if covers:
        return Likeness(0.7 if covers >= 0.5 else 0.49, loose=True)
    if any(len(root) >= 4 and other.shape.startswith(root) for root in one.roots):
        return Likeness(0.6, loose=True)
    return UNLIKE


def _longest(roots: frozenset[str]) -> int:
    return max((len(root) for root in roots), default=0)


def _same_vowel(one: str, other: str, common: int, finnish: bool) -> bool:
    """False when the words part at two vowels that no form of one word has (liika, liiku)."""
    if not finnish or min(len(one), len(other)) <= common:
        return True
    pair = one[common] + other[common]
    return pair[0] == pair[1] or not re.fullmatch("[aeiouy]{2}", pair) or pair in _VOWELS
