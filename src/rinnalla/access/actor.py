"""Who acts. An actor is always an argument, never ambient; the wall settings are made from it."""

from dataclasses import dataclass, field

from rinnalla.access.permissions import Permission
from rinnalla.access.roles import CLIENT_PERMISSIONS, ROLES, of_mandate
from rinnalla.lib.names import initials

STAFF, CLIENT, PUBLIC, TOKEN, JOB, IMPORTER = "staff", "client", "public", "token", "job", "importer"
REPRESENTATIVE = "representative"  # acts for a client by a mandate
OUTSIDE = "outside"  # no account: somebody who proved the work address that a question was sent to


@dataclass(frozen=True)
class Actor:
    """Exactly one of: staff (user + membership), client (user + person), representative (user + mandate),
    public, token, job, importer, outside.

    `unit_id` and the names belong to the membership chosen for this session. `case_ids` is set for jobs only: the
    cases a system purpose is bound to. `agreed` tells whether the organisation's agreement is in force (I-33).
    `scopes` is a token's: the permissions it is narrowed to. `deputises` are the users whose deputy the actor is today;
    `deputy_of` is the one in whose place the actor is in this case now: every line of the log says so. A
    representative's `person_id` is the client's, `parts` what the mandate covers, `ground` why it stands.
    """

    kind: str
    user_id: int | None = None
    membership_id: int | None = None
    role: str = ""
    unit_id: int | None = None
    organisation_id: int | None = None
    region_id: int | None = None
    person_id: int | None = None
    name: str = ""
    language: str = "fi"
    unit_name: str = ""
    organisation_name: str = ""
    session_key: str = ""
    purpose: str = ""
    case_ids: tuple[int, ...] = field(default=())
    agreed: bool = True
    scopes: frozenset[str] | None = None
    deputises: tuple[int, ...] = field(default=())
    deputy_of: int | None = None
    mandate_id: int | None = None
    parts: tuple[str, ...] = field(default=())
    ground: str = ""

    @property
    def is_staff(self) -> bool:
        return self.kind in (STAFF, TOKEN, IMPORTER) and self.membership_id is not None

    @property
    def is_client(self) -> bool:
        return self.kind == CLIENT

    @property
    def is_representative(self) -> bool:
        return self.kind == REPRESENTATIVE

    @property
    def on_clients_side(self) -> bool:
        """The client, or somebody who acts for the client: what they do is the client's act."""
        return self.kind in (CLIENT, REPRESENTATIVE)

    def lacks(self, permission: str) -> bool:
        """Whether somebody who acts for a client has no part with this: the client's pages then draw no way to it."""
        return self.is_representative and not self.can(permission)

    @property
    def permissions(self) -> frozenset[Permission]:
        """What the role allows at all; a relation to the case is asked separately."""
        if self.is_client:
            return CLIENT_PERMISSIONS
        if self.is_representative:
            return of_mandate(self.parts) if self.mandate_id else of_mandate(())
        if self.is_staff and self.role in ROLES:
            granted = ROLES[self.role].permissions
            return granted if self.scopes is None else granted & self.scopes
        return frozenset()

    def can(self, permission: str) -> bool:
        return permission in self.permissions

    @property
    def initials(self) -> str:
        return initials(self.name)

    @property
    def role_name(self) -> str:
        return str(ROLES[self.role].name) if self.role in ROLES else ""

    def field_groups(self) -> frozenset[str]:
        """The field groups the role may ever see; a grant can only narrow them."""
        return ROLES[self.role].field_groups if self.role in ROLES else frozenset()


ANONYMOUS = Actor(kind=PUBLIC)
