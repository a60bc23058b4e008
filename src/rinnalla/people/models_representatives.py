"""The account of somebody who acts for clients: found by the identity code they prove, which itself is kept nowhere."""

from django.db import models

from rinnalla.access.models import User
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Made
from rinnalla.organisations.models import Region


class RepresentativeAccount(Made):
    """Whose account a proven code opens in a region. `hetu_index` is the keyed digest of the code (rule 13)."""

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="represents")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    hetu_index = models.BinaryField(editable=False)

    wall = "none"
    Data = fields(
        "id made_at made_by user region hetu_index", "personal", "sign in to act for a client", "account"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region", "hetu_index"], name="representative_once_in_region")]
