"""Texts of the registry as plain text: no control signs, no address of a named person. Markup stays what was typed."""

import re
import unicodedata
from urllib.parse import urlsplit

# An address of a task, not of a person. A folded part of the local part begins with one of these.
TASKS = (
    "ajanvaraus", "aktivointi", "arbet", "asiakas", "asiointi", "bokning", "contact", "familj", "forman", "hallinto",
    "help", "hyvinvointi", "info", "jobb", "kanslia", "kela", "kirjaamo", "klient", "kontakt", "koordinaattor", "kund",
    "kuntoutus", "kuraattor", "mottagning", "neuvonta", "nuoret", "office", "ohjaamo", "ohjaus", "omaishoi", "opinto",
    "palaute", "palvelu", "posti", "puhelin", "radgivning", "registr", "rehabilitering", "service", "social",
    "sosiaali", "sote", "sysselsattning", "terveys", "tiimi", "tilaus", "toimisto", "tuki", "tyo", "vaihde", "valmen",
    "valtti", "vammais", "varaus", "vastaanotto", "yhteys", "yksikko", "yritys",
)  # fmt: skip
ADDRESS = re.compile(r"[\w.+'-]{1,100}@[\w-]{1,100}(?:\.[\w-]{1,60}){1,6}")
REMOVED = "[…]"
_PARTS = re.compile(r"[._+-]+")


def clean(text: str) -> str:
    """The text without signs that are no text; broken halves of a sign become �. Lines stay."""
    told = text.replace("\r\n", "\n").replace("\r", "\n")
    told = "".join(sign for sign in told if sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cs", "Cf"))
    return unicodedata.normalize("NFC", told).strip()


def of_a_task(address: str) -> bool:
    """Whether an e-mail address is of a task or a body, not of a named person (firstname.lastname@).

    Two or more words of letters before the @ are taken for a name unless one of them is known to be of a task: a
    task's address that is lost can be written on one's own card, a person's that is spread can't be taken back.
    """
    local = address.partition("@")[0]
    parts = [part for part in (_letters(one) for one in _PARTS.split(local)) if part]
    return len(parts) < 2 or any(part.startswith(TASKS) for part in parts)


def without_people(text: str) -> str:
    """The text with the addresses of named persons left out."""
    return ADDRESS.sub(lambda found: found[0] if of_a_task(found[0]) else REMOVED, text)


def is_address(text: str) -> bool:
    return ADDRESS.fullmatch(text) is not None


def is_page(text: str) -> bool:
    """Whether a link leads to a web page: http or https and a host. Nothing else becomes a link on our pages."""
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return False


def _letters(text: str) -> str:
    plain = unicodedata.normalize("NFD", text.lower())
    return "".join(sign for sign in plain if sign.isalpha() and sign.isascii())
