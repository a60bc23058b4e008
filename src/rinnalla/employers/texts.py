"""What may stand in the register of employers: its readers are of every body, so nothing of a client may."""

from django.utils.translation import gettext as _
from stdnum import exceptions as stdnum_errors
from stdnum.fi import ytunnus

from rinnalla.lib import hetu
from rinnalla.lib.errors import Refused


def business_id(text: str, field: str = "business_id") -> str:
    """The Y-tunnus as it is written, 1234567-8; "" for none. Raises Refused when its form or its check is wrong."""
    written = "".join(text.split()).upper().removeprefix("FI").replace("-", "")
    if not written:
        return ""
    if len(written) == 7:
        written = f"0{written}"  # an old one, written without its first zero
    try:
        digits = ytunnus.validate(written)
    except stdnum_errors.ValidationError as error:
        text = _("Y-tunnus ei kelpaa. Siinä on seitsemän numeroa, viiva ja tarkistusnumero, esimerkiksi 1234567-1.")
        raise Refused(text, field=field) from error
    return f"{digits[:7]}-{digits[7:]}"


def without_client(text: str, field: str) -> str:
    """The text, trimmed. Raises Refused when an identity code stands in it: every body of the region reads it."""
    if hetu.in_text(text):
        told = _(
            "Tekstissä on henkilötunnus. Kaikki alueen toimijat lukevat tämän: poista kaikki, mikä koskee asiakasta."
        )
        raise Refused(told, field=field)
    return text.strip()
