"""A file of the bank: what it really is, whatever its name says. Kinds that can carry a program are not kept (T-48)."""

from django.utils.translation import gettext as _

from rinnalla.cases.consents.papers import BEGINS, ENDINGS, ENDS, MAX_BYTES, TAIL
from rinnalla.lib.errors import Refused

__all__ = ["ENDINGS", "MAX_BYTES", "check"]
ACTIVE = (b"/JavaScript", b"/JS ", b"/JS(", b"/Launch", b"/EmbeddedFile", b"/OpenAction")


def check(content: bytes) -> str:
    """The media type by the file's own content. Raises Refused for an empty, big, cut, active or strange one."""
    if not content:
        raise Refused(_("Tiedosto on tyhjä. Valitse toinen."), field="file")
    if len(content) > MAX_BYTES:
        raise Refused(_("Tiedosto on liian suuri. Enintään 5 megatavua."), field="file")
    found = next((kind for kind, mark in BEGINS.items() if content.startswith(mark)), None)
    if found is None:
        raise Refused(_("Tiedosto ei ole PDF, JPEG eikä PNG. Tallenna se PDF:ksi ja lähetä uudelleen."), field="file")
    if ENDS[found] not in content[-TAIL:]:
        raise Refused(_("Tiedosto on jäänyt kesken. Tallenna se uudelleen ja lähetä kokonaan."), field="file")
    if found == "application/pdf" and any(mark in content for mark in ACTIVE):
        text = _("PDF:ssä on ohjelma tai liite. Tallenna se tavalliseksi PDF:ksi ja lähetä uudelleen.")
        raise Refused(text, field="file")
    return found
