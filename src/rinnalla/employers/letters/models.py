"""A letter of intent (aiesopimus): the employer's signed will to take people in. No client is in it."""

from django.db import models
from django.db.models import F, Q

from rinnalla.access.models import User
from rinnalla.employers.models import Employer, EmployerPerson
from rinnalla.lib import dates
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Keyed, Made, Public, Versioned, pair
from rinnalla.organisations.models import Unit

COMING, STANDING, OVER, CLOSED = "coming", "standing", "over", "closed"
# What may be done in which state: the view draws its buttons from this, the actions refuse by it.
TRANSITIONS: dict[str, tuple[str, ...]] = {"follow": (COMING, STANDING, OVER), "close": (STANDING, OVER)}


class LetterOfIntent(Public, Versioned, Keyed, Made):
    """How many places an employer means to give, from when to when; followed up on a day; closed with what came of it.

    `signer` is the employer's, `unit` the body's that signs for the region.
    """

    employer = models.ForeignKey(Employer, on_delete=models.CASCADE, related_name="letters")
    signer = models.ForeignKey(EmployerPerson, null=True, on_delete=models.SET_NULL, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    places = models.PositiveSmallIntegerField()
    signed_on = models.DateField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    follow_up_on = models.DateField()
    text = models.TextField(blank=True)
    filled = models.PositiveSmallIntegerField(null=True)
    result = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    wall = "none"
    Data = fields(
        "id uuid version form_key made_at made_by employer signer unit places signed_on starts_on ends_on follow_up_on "
        "text filled result closed_at closed_by",
        "none", "what an employer means to do, and did", "installation",
    )

    class Meta:
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(places__range=(1, 500)), name="letter_places"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="letter_ends_after_start"),
            models.CheckConstraint(condition=Q(follow_up_on__gte=F("signed_on")), name="letter_followed_after_signing"),
            pair("letter", "closed_at", "closed_by"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(filled__isnull=False, result__regex=r"\S"),
                name="letter_closed_with_result",
            ),
        ]

    @property
    def state(self) -> str:
        today = dates.today()
        if self.closed_at:
            return CLOSED
        if self.starts_on > today:
            return COMING
        return STANDING if self.ends_on >= today else OVER

    def allows(self, act: str) -> bool:
        return self.state in TRANSITIONS[act]

    @property
    def follow_up_is_due(self) -> bool:
        return self.closed_at is None and self.follow_up_on <= dates.today()
