"""Who is beside the client, and that the map has been gone through with the client (L-25)."""

from django.db import models
from django.db.models import Q

from rinnalla.cases.models import Case, CaseRows
from rinnalla.lib import dates
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Keyed, Made, Public, Versioned


class ActorQuerySet(CaseRows):
    def beside(self) -> "ActorQuerySet":
        """Those who are beside the client now."""
        return self.filter(ended_on__isnull=True)


class NetworkActor(Public, Versioned, Keyed, Made):
    """A person or a body beside the client. `since` is as exact as the client remembers: 2019, 5/2023 or 3.11.2023.

    Seen by the field group of its `kind`. `view` is what the client thinks, `own_words` in the client's words.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="network_actors")
    kind = models.SlugField(max_length=60)
    field_group = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    service = models.CharField(max_length=200)
    contact_person = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    since = models.CharField(max_length=10, blank=True)
    view = models.SlugField(max_length=60, default="not_asked")
    own_words = models.TextField(blank=True)
    source = models.SlugField(max_length=60, default="told_by_client")
    source_whom = models.CharField(max_length=200, blank=True)
    ended_on = models.DateField(null=True)

    objects = ActorQuerySet.as_manager()

    wall = "case"
    Data = {
        **fields(
            "id uuid version form_key made_at made_by case kind field_group ended_on", "personal",
            "know how many are beside the client", "case",
        ),
        **fields(
            "name service contact_person phone since view own_words source source_whom", "special",
            "build the support on what is there already", "case",
        ),
    }

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name="") & ~Q(service=""), name="network_actor_named"),
        ]

    def __str__(self) -> str:
        return self.name


class NetworkReview(Public, Keyed, Made):
    """The map was gone through with the client. `nobody`: there was nobody beside the client."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="network_reviews")
    gone_through_on = models.DateField(default=dates.today)
    nobody = models.BooleanField(default=False)

    objects = CaseRows.as_manager()

    wall = "case"
    Data = fields(
        "id uuid form_key made_at made_by case gone_through_on nobody", "personal",
        "plan only when the network is known (L-25)", "case",
    )
