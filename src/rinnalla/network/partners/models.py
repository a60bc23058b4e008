"""Partners of development work: bodies of the region's own list, and those that have no place in the program."""

from datetime import date, timedelta
from typing import Self

from django.db import models
from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _

from rinnalla.access.actor import Actor
from rinnalla.access.models import User
from rinnalla.lib import dates
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Keyed, Made, Public, Versioned
from rinnalla.organisations.models import Organisation, Region
from rinnalla.servicemodels import codes

NONE, FINE, LATE = "none", "fine", "late"


class PartnerQuerySet(models.QuerySet["Partner"]):
    def visible_to(self, actor: Actor) -> Self:
        """Those of the actor's region, for everybody who works there: no client is in them."""
        return self.filter(region_id=actor.region_id) if actor.is_staff else self.none()

    def in_use(self) -> Self:
        return self.filter(ended_on__isnull=True)

    def with_last(self) -> Self:
        """With `last_on`, the day of the last contact that was held with the partner."""
        held = Q(parts__contact__held_at__isnull=False)
        return self.annotate(last_on=Max("parts__contact__on", filter=held))


class Partner(Public, Versioned, Keyed, Made):
    """A body one develops with. `kind` is a code of `organisation_kinds` (V-04, T-26); `organisation` is its row where
    it uses the program itself. Its contact has a task, and a name only when it has been given (E-74).

    `every_weeks` and `keeper`: how often it is to be contacted and by whom, both or neither (L-90). The last contact is
    read from the contacts held, never typed.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="partners")
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=40)
    contact_task = models.CharField(_("Yhteyshenkilön tehtävä"), max_length=120)
    contact_name = models.CharField(_("Yhteyshenkilö"), max_length=120, blank=True)
    contact_email = models.EmailField(_("Sähköposti"), blank=True)
    every_weeks = models.PositiveSmallIntegerField(null=True)
    keeper = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    rhythm_from = models.DateField(null=True)
    ended_on = models.DateField(null=True, editable=False)

    objects = PartnerQuerySet.as_manager()

    wall = "none"
    Data = {
        **fields(
            "id uuid version form_key made_at made_by region organisation name kind contact_task every_weeks keeper "
            "rhythm_from ended_on",
            "none", "with whom the region develops, and who keeps in touch (V-04, L-90)", "installation",
        ),
        **fields("contact_name contact_email", "personal", "whom to call there (E-74)", "installation"),
    }  # fmt: skip

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(name__regex=r"\S", kind__regex=r"\S", contact_task__regex=r"\S"), name="partner_says_who"
            ),
            models.UniqueConstraint(fields=["region", "name"], name="partner_named_once"),
            models.UniqueConstraint(fields=["organisation"], name="partner_of_organisation_once"),
            models.CheckConstraint(
                condition=Q(every_weeks__isnull=True, keeper__isnull=True, rhythm_from__isnull=True)
                | Q(every_weeks__gte=1, keeper__isnull=False, rhythm_from__isnull=False),
                name="partner_rhythm_has_a_keeper",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def kind_name(self) -> str:
        return codes.code_name("organisation_kinds", self.kind)

    @property
    def due_on(self) -> date | None:
        """The day by which somebody is to be in touch: the rhythm counted from the last contact held, or from the day
        the rhythm was agreed on when there is none since. Needs `with_last`."""
        if self.every_weeks is None or self.ended_on or self.rhythm_from is None:
            return None
        last = getattr(self, "last_on", None)
        since = max(last, self.rhythm_from) if last else self.rhythm_from
        return since + timedelta(weeks=self.every_weeks)

    @property
    def rhythm(self) -> str:
        """none, fine or late."""
        if self.due_on is None:
            return NONE
        return LATE if self.due_on < dates.today() else FINE
