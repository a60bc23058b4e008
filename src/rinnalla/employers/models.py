"""The register of employers: one for all bodies of a region. No client is in it.

A contact person is a person too: name and work contacts only, forgotten when nobody has confirmed them for the time
that `regions/common/retention.yaml` sets.
"""

from django.db import models
from django.db.models import Q

from rinnalla.access.actor import Actor
from rinnalla.access.models import User
from rinnalla.lib import dates
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Keyed, Made, Public, Versioned
from rinnalla.lib.names import search_key
from rinnalla.organisations.models import Municipality, Organisation, Region, Unit
from rinnalla.servicemodels.codes import code_name


class EmployerQuerySet(models.QuerySet["Employer"]):
    def visible_to(self, actor: Actor) -> "EmployerQuerySet":
        """The register of the actor's own region, whichever body the actor works for."""
        return self.filter(region_id=actor.region_id)

    def working(self) -> "EmployerQuerySet":
        """Those who have not ended."""
        return self.filter(ended_on__isnull=True)

    def named(self, words: str) -> "EmployerQuerySet":
        """Those whose name or business id holds every word."""
        found = self
        for word in search_key(words).split():
            found = found.filter(Q(search_key__contains=word))
        return found


class Employer(Public, Versioned, Keyed, Made):
    """An employer of the region. `business_id` is empty for a household. `owner` keeps in touch on behalf of all.

    `organisation` is the same body as a receiver of data: it is there once a client's consent is asked for it.
    `looked_up_on` is when its data were last taken from the business register.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=160)
    other_names = models.CharField(max_length=200, blank=True)
    business_id = models.CharField(max_length=9, blank=True)
    search_key = models.TextField(editable=False)
    size = models.CharField(max_length=40, blank=True)
    trade_code = models.CharField(max_length=5, blank=True)
    trade = models.CharField(max_length=160, blank=True)
    municipality = models.ForeignKey(Municipality, null=True, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    owner_unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    organisation = models.OneToOneField(Organisation, null=True, on_delete=models.PROTECT, related_name="employer")
    looked_up_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)

    objects = EmployerQuerySet.as_manager()

    wall = "none"
    Data = fields(
        "id uuid version form_key made_at made_by region name other_names business_id search_key size trade_code trade "
        "municipality owner owner_unit organisation looked_up_on ended_on",
        "none", "one register of employers for all bodies (T-66)", "installation",
    )

    class Meta:
        ordering = ["search_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "business_id"], condition=~Q(business_id=""), name="employer_once_in_a_region"
            ),
            models.CheckConstraint(condition=Q(name__regex=r"\S"), name="employer_has_a_name"),
            models.CheckConstraint(
                condition=Q(business_id="") | Q(business_id__regex=r"^[0-9]{7}-[0-9]$"), name="employer_business_id"
            ),
            models.CheckConstraint(
                condition=Q(owner__isnull=True, owner_unit__isnull=True)
                | Q(owner__isnull=False, owner_unit__isnull=False),
                name="employer_owner_has_a_unit",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def keep_search_key(self) -> None:
        """What the employer is found by: its names and its business id."""
        self.search_key = search_key(f"{self.name} {self.other_names} {self.business_id}")

    @property
    def size_name(self) -> str:
        return code_name("employer_sizes", self.size) if self.size else ""

    @property
    def owner_phone(self) -> str:
        """Where whoever keeps in touch is reached: the own work phone, else the unit's."""
        if self.owner is None:
            return ""
        return self.owner.phone or (self.owner_unit.phone if self.owner_unit else "")


class EmployerChange(Public, Made):
    """What was changed of an employer: of each field what stood there and what stands now. Never changed itself."""

    employer = models.ForeignKey(Employer, on_delete=models.CASCADE, related_name="changes")
    what = models.JSONField()

    wall = "none"
    Data = fields(
        "id uuid made_at made_by employer what", "none", "who changed what of a shared register", "installation"
    )

    class Meta:
        ordering = ["-made_at", "-pk"]


class Workplace(Public, Versioned, Keyed, Made):
    """A place where an employer has people at work."""

    employer = models.ForeignKey(Employer, on_delete=models.CASCADE, related_name="workplaces")
    name = models.CharField(max_length=120)
    street = models.CharField(max_length=120, blank=True)
    municipality = models.ForeignKey(Municipality, null=True, on_delete=models.PROTECT, related_name="+")
    phone = models.CharField(max_length=40, blank=True)
    ended_on = models.DateField(null=True)

    wall = "none"
    Data = fields(
        "id uuid version form_key made_at made_by employer name street municipality phone ended_on",
        "none", "where the work is", "installation",
    )

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(name__regex=r"\S"), name="workplace_has_a_name"),
            models.UniqueConstraint(
                fields=["employer", "name"], condition=Q(ended_on__isnull=True), name="workplace_once_by_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class EmployerPerson(Public, Versioned, Keyed, Made):
    """Whom to call at an employer: name, task and work contacts, nothing else. Removed, the row is gone."""

    employer = models.ForeignKey(Employer, on_delete=models.CASCADE, related_name="people")
    workplace = models.ForeignKey(Workplace, null=True, on_delete=models.SET_NULL, related_name="people")
    name = models.CharField(max_length=79)
    task = models.CharField(max_length=79, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(max_length=79, blank=True)
    language = models.CharField(max_length=10, blank=True)
    confirmed_on = models.DateField(default=dates.today)

    wall = "none"
    Data = {
        **fields("id uuid version form_key made_at made_by employer workplace", "none", "whom to call", "employer"),
        **fields(
            "name task phone email language confirmed_on", "personal", "reach the right person at work", "employer"
        ),
    }

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.CheckConstraint(condition=Q(name__regex=r"\S"), name="employer_person_has_a_name")]

    def __str__(self) -> str:
        return f"{self.name}, {self.task}" if self.task else self.name


from rinnalla.employers.contacting import models as contacting_models  # noqa: E402, F401  # the room's other tables
from rinnalla.employers.plans_together import models as plans_together_models  # noqa: E402, F401
from rinnalla.employers.surveys import models as surveys_models  # noqa: E402, F401
from rinnalla.employers.telling import models as telling_models  # noqa: E402, F401
from rinnalla.employers.vacancies import models as vacancies_models  # noqa: E402, F401
