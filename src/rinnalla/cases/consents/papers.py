"""The signed paper of a consent: what kind of file it really is, whatever its name says."""

from django.utils.translation import gettext as _

from rinnalla.lib.errors import Refused

MAX_BYTES = 5 * 1024 * 1024
ENDINGS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}
# How each kind begins and ends: a name or a browser's word for it proves nothing.
BEGINS = {"application/pdf": b"%PDF-", "image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG\r\n\x1a\n"}
ENDS = {"application/pdf": b"%%EOF", "image/jpeg": b"\xff\xd9", "image/png": b"IEND\xaeB`\x82"}
TAIL = 1024  # bytes: a PDF may have a few after its end mark


def kind_of(content: bytes) -> str:
    """The media type by the file's own content. Raises Refused for anything but a whole PDF, JPEG or PNG."""
    found = next((kind for kind, mark in BEGINS.items() if content.startswith(mark)), None)
    if found is None:
        raise Refused(_("Tiedosto ei ole PDF, JPEG eikä PNG. Skannaa lomake tai ota siitä kuva."), field="file")
    if ENDS[found] not in content[-TAIL:]:
        raise Refused(_("Tiedosto on jäänyt kesken. Tallenna tai kuvaa se uudelleen ja lähetä kokonaan."), field="file")
    return found


def check(content: bytes) -> str:
    """The media type of a file that may be kept. Raises Refused for an empty, big, cut or strange one."""
    if not content:
        raise Refused(_("Tiedosto on tyhjä. Valitse toinen."), field="file")
    if len(content) > MAX_BYTES:
        raise Refused(_("Tiedosto on liian suuri. Enintään 5 megatavua."), field="file")
    return kind_of(content)
