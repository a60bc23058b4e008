"""Who may see what: users, memberships, grants, drafts. The story of one request is in `allow.py`."""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser, UserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from rinnalla.access.actor import Actor
from rinnalla.access.roles import ROLES
from rinnalla.lib import dates
from rinnalla.lib.classes import fields
from rinnalla.lib.models import Keyed, Made, Public, Versioned, pair
from rinnalla.organisations.models import Unit

ROLE_CHOICES = [(role.key, role.name) for role in ROLES.values()]


class User(Public, Keyed, Versioned, AbstractBaseUser):
    """Somebody who signs in: a professional with memberships, or a client with a person (never both here)."""

    username = models.CharField(max_length=150, unique=True)
    name = models.CharField(max_length=150)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    hours = models.CharField(max_length=80, blank=True)
    language = models.CharField(max_length=9, default="fi")
    is_active = models.BooleanField(default=True)
    made_at = models.DateTimeField(default=dates.now)
    password_given_at = models.DateTimeField(null=True, editable=False)  # by an administrator, and not renewed yet
    person = models.OneToOneField("people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="user")

    objects = UserManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["email"]

    wall = "none"
    Data = fields(
        "id uuid form_key version username name email phone hours language is_active made_at person password "
        "last_login password_given_at",
        "personal",
        "sign in, and tell the client who helps",
        "account",
    )

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    def in_force(self) -> "MembershipQuerySet":
        today = dates.today()
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today), starts_on__lte=today, ended_at__isnull=True)


class Membership(Public, Keyed):
    """A user's role in a unit for a time. An actor is a user with one of these. `ended_at` ends it at once."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=40, choices=ROLE_CHOICES)
    starts_on = models.DateField(default=dates.today)
    ends_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, editable=False)

    objects = MembershipQuerySet.as_manager()

    wall = "none"
    Data = fields(
        "id uuid form_key user unit role starts_on ends_on ended_at", "personal", "who works where as what", "account"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=models.F("starts_on")),
                name="membership_ends_after_start",
            ),
            models.CheckConstraint(condition=Q(role__in=sorted(ROLES)), name="membership_role_known"),
            models.UniqueConstraint(
                fields=["user", "unit", "role"], condition=Q(ends_on__isnull=True), name="membership_once_open"
            ),
        ]

    @property
    def role_name(self) -> str:
        return str(ROLES[self.role].name)

    @property
    def state(self) -> str:
        """ahead, in_force or ended."""
        today = dates.today()
        if self.ended_at or (self.ends_on and self.ends_on < today):
            return "ended"
        return "ahead" if self.starts_on > today else "in_force"


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def now(self) -> "AbsenceQuerySet":
        """Absences that last today."""
        today = dates.today()
        return self.filter(ended_at__isnull=True, starts_on__lte=today, ends_on__gte=today)


class Absence(Public, Keyed, Versioned, Made):
    """Somebody is away from a day to a day, and a deputy sees to their cases meanwhile.

    The deputy's grants follow the absent one's: the database makes, narrows and ends them (migration 0009). `groups`
    are the field groups of the absent one's role: the deputy sees none beyond them.
    """

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="absences")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="absences")
    deputy = models.ForeignKey(User, on_delete=models.PROTECT, related_name="deputises")
    groups = models.JSONField(default=list)
    starts_on = models.DateField()
    ends_on = models.DateField()
    ended_at = models.DateTimeField(null=True, editable=False)
    ended_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = AbsenceQuerySet.as_manager()

    wall = "none"
    Data = fields(
        "id uuid form_key version made_at made_by membership user deputy groups starts_on ends_on ended_at ended_by",
        "personal",
        "who sees to a worker's cases meanwhile",
        "account",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=models.F("starts_on")), name="absence_ends_after_start"),
            models.CheckConstraint(condition=~Q(deputy=models.F("user")), name="absence_deputy_is_another"),
            pair("absence", "ended_at", "ended_by"),
            ExclusionConstraint(
                name="one_absence_at_a_time",
                condition=Q(ended_at__isnull=True),
                expressions=[
                    (
                        models.Func(
                            "starts_on", "ends_on", models.Value("[]"), function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                    ("user", RangeOperators.EQUAL),
                ],
            ),
        ]

    @property
    def state(self) -> str:
        """ahead, in_force or ended."""
        today = dates.today()
        if self.ended_at or self.ends_on < today:
            return "ended"
        return "ahead" if self.starts_on > today else "in_force"


class Depth(models.IntegerChoices):
    """How deep a grant lets one see."""

    KNOWS = 1, "knows of the case"
    BASICS = 2, "sees the basics"
    WORKS = 3, "works in the case"


class GrantQuerySet(models.QuerySet["Grant"]):
    def live(self) -> "GrantQuerySet":
        now = dates.now()
        return self.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now), starts_at__lte=now, ended_at__isnull=True)

    def held_by(self, actor: Actor) -> "GrantQuerySet":
        """Those of the actor in the role now in use: leave given to somebody at one body opens nothing at another."""
        mine = Q(user_id=actor.user_id, organisation_id=actor.organisation_id, organisation__isnull=False)
        return self.filter(mine | Q(unit_id=actor.unit_id, unit__isnull=False))


class Grant(models.Model):
    """Leave for a user or a unit to see a case: on which ground, for what purpose, which field groups, from–to.

    Everything that lets somebody see a case ends up here, and ending it ends the grant in the same transaction.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="grants")
    user = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="grants")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="grants")
    # Where the user works when seeing it. The database fills it in when nobody said (migration 0017).
    organisation = models.ForeignKey(
        "organisations.Organisation", null=True, on_delete=models.PROTECT, related_name="+"
    )
    depth = models.PositiveSmallIntegerField(choices=Depth.choices)
    ground = models.CharField(max_length=60)
    purpose = models.CharField(max_length=60)
    field_groups = models.JSONField(default=list)
    consent = models.ForeignKey("access.Consent", null=True, on_delete=models.PROTECT, related_name="grants")
    starts_at = models.DateTimeField(default=dates.now)
    ends_at = models.DateTimeField(null=True)
    given_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=60)
    # A deputy's leave: the absent one's grant that it follows, and the absence it lasts with.
    source = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="deputised")
    absence = models.ForeignKey(Absence, null=True, on_delete=models.PROTECT, related_name="grants")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = GrantQuerySet.as_manager()

    wall = "settings"
    Data = fields(
        "id case user unit organisation consent depth ground purpose field_groups starts_at ends_at given_by why "
        "source absence ended_at ended_by",
        "personal",
        "who may see the case and why",
        "case",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, unit__isnull=True) | Q(user__isnull=True, unit__isnull=False),
                name="grant_to_exactly_one",
            ),
            models.CheckConstraint(
                condition=Q(source__isnull=True, absence__isnull=True)
                | Q(source__isnull=False, absence__isnull=False, user__isnull=False),
                name="grant_of_a_deputy",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=models.F("starts_at")),
                name="grant_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["case", "user", "why"],
                condition=Q(ended_at__isnull=True, user__isnull=False),
                name="grant_once_for_user",
            ),
            models.UniqueConstraint(
                fields=["case", "unit", "why"],
                condition=Q(ended_at__isnull=True, unit__isnull=False),
                name="grant_once_for_unit",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "case"], condition=Q(ended_at__isnull=True), name="grant_live_user"),
            models.Index(fields=["unit", "case"], condition=Q(ended_at__isnull=True), name="grant_live_unit"),
        ]


class Draft(models.Model):
    """What somebody typed and has not sent: per writer and page, encrypted, gone when it is saved (rule 11)."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="drafts")
    path = models.CharField(max_length=300)
    content = models.BinaryField()
    kept_at = models.DateTimeField(default=dates.now)

    wall = "own"
    Data = fields("id user path content kept_at", "special", "no typed word is lost (E2)", "draft")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "path"], name="draft_once")]


class ConsentQuerySet(models.QuerySet["Consent"]):
    def in_force(self) -> "ConsentQuerySet":
        """Given, not over, and neither taken back nor replaced by a newer version."""
        today = dates.today()
        return self.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=today), given_on__lte=today, withdrawn_at__isnull=True
        )


class Consent(Public, Keyed):
    """The client's leave for one organisation to see named field groups, when no statute gives it.

    Withdrawing it ends every grant that stands on it in the same transaction. A change makes a new version beside the
    earlier (`previous`), which then is in force no more. A spoken one is for one matter and ends with the day of a
    contact. `health_kinds` are the kinds of health data it names (codes); `form_version` is the form it was given on.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="consents")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    # A permission of `regions/common/statutes.yaml`: `kela_y100` for Kela (L-84), else the plain one.
    kind = models.CharField(max_length=40, default="consent")
    previous = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="following")
    number = models.PositiveSmallIntegerField(default=1)
    field_groups = models.JSONField(default=list)
    health_kinds = models.JSONField(default=list)
    mode = models.CharField(max_length=10, choices=[("written", "written"), ("spoken", "spoken"), ("online", "online")])
    matter = models.CharField(max_length=200, blank=True)
    form_version = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=5, default="fi")
    given_on = models.DateField(default=dates.today)
    ends_on = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=dates.now)
    reminded_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = ConsentQuerySet.as_manager()

    wall = "case"
    Data = {
        **fields(
            "id uuid form_key case organisation kind previous number field_groups mode form_version language given_on "
            "ends_on recorded_by recorded_at reminded_at withdrawn_at withdrawn_by",
            "personal", "the ground on which others see", "consent",
        ),
        **fields("health_kinds matter", "special", "what exactly the client allows", "consent"),
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "organisation"], condition=Q(withdrawn_at__isnull=True), name="one_consent_in_force"
            ),
            models.CheckConstraint(
                name="spoken_consent_is_for_one_matter",
                condition=~Q(mode="spoken") | (~Q(matter="") & Q(ends_on__isnull=False)),
                violation_error_message="Suullinen suostumus koskee yhtä asiaa ja päättyy yhteydenoton päivään.",
            ),
            models.CheckConstraint(
                name="consent_version_follows_another",
                condition=Q(previous__isnull=True, number=1) | Q(previous__isnull=False, number__gt=1),
            ),
            models.CheckConstraint(
                name="consent_ends_after_it_is_given",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=models.F("given_on")),
            ),
        ]

    @property
    def lasting(self) -> bool:
        """Whether it may open a case for longer than one contact."""
        return self.mode != "spoken"

    @property
    def ends_at(self) -> datetime | None:
        """The moment it is over, if it has a last day: midnight after it in Finland."""
        return dates.midnight_after(self.ends_on) if self.ends_on else None

from rinnalla.access.identification import models as identification_models  # noqa: E402, F401  # the room's other table
from rinnalla.access.reading import models as reading_models  # noqa: E402, F401  # and what is read in a day
