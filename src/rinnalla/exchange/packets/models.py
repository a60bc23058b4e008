"""A packet as it went: sealed, so that it can be shown again just as it was."""

import json
from typing import Any

from django.db import models

from rinnalla.cases.disclosures.models import Disclosure
from rinnalla.cases.models import Case, CaseRows
from rinnalla.lib.classes import fields
from rinnalla.lib.sealed import open_text

PACKET = "packet"  # what its content is sealed for


class GivenPacket(models.Model):
    """The content of one disclosure."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    disclosure = models.OneToOneField(Disclosure, on_delete=models.PROTECT, related_name="packet")
    digest = models.CharField(max_length=64)
    sealed = models.BinaryField()

    objects = CaseRows.as_manager()
    wall = "case"
    Data = {
        **fields("id case disclosure digest", "personal", "what was given can be shown as it was", "case"),
        **fields("sealed", "special", "what was given can be shown as it was", "case"),
    }

    @property
    def sections(self) -> list[dict[str, Any]]:
        return json.loads(open_text(self.sealed, purpose=PACKET, bound_to=str(self.disclosure.uuid)))
