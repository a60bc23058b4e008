"""Who asks: the officer, who sees no person and no case, gets the name and the contact of whoever waits."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from rinnalla.retention.requests.models import RightsRequest
from rinnalla.servicemodels.codes import code_name


@dataclass(frozen=True)
class Asker:
    """A client as the officer sees them. Contacts are blank where the address is protected."""

    request_id: int
    person_id: int
    name: str
    phone: str
    email: str
    language: str
    number: str

    @property
    def language_name(self) -> str:
        return code_name("languages", self.language) if self.language else ""


def askers(rows: Iterable[RightsRequest]) -> dict[int, Asker]:
    """Who asked, by the request's id; only of those the database lets this officer answer. One statement."""
    with connection.cursor() as cursor:
        cursor.execute("select * from retention_askers(%s)", [[one.pk for one in rows]])
        return {row[0]: Asker(*row) for row in cursor.fetchall()}
