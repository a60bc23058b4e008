"""What a provider's worker is shown of a client: the facts that the contract names, and nothing else."""

from collections.abc import Callable, Collection
from typing import Any

from rinnalla.cases.models import Case
from rinnalla.network.purchased.models_clients import Placement
from rinnalla.servicemodels.codes import code, code_list, code_name


def _responsible(case: Case) -> str:
    worker = case.responsible_worker
    return ", ".join(part for part in (worker.name, worker.phone) if part) if worker else ""


def _jobseeker(case: Case) -> str:
    found = code("jobseeker_statuses", case.person.jobseeker_status)
    return found.name if found else ""


# How each code of `provider_facts` is read; a code without a reader would be an empty promise, and a test says so.
READERS: dict[str, Callable[[Case], Any]] = {
    "name": lambda case: case.person.name,
    "phone": lambda case: case.person.open_phone,
    "municipality": lambda case: case.person.municipality.name if case.person.municipality else "",
    "language": lambda case: code_name("languages", case.person.language),
    "wish": lambda case: case.wish,
    "jobseeker": _jobseeker,
    "responsible": _responsible,
}


def facts(placement: Placement, groups: Collection[str]) -> list[tuple[str, str, str]]:
    """(key, name, value) of each fact that the contract names, its group is open to the reader, and is known."""
    listed = [one for one in code_list("provider_facts") if one.key in placement.contract.facts]
    told = [(one, READERS[one.key](placement.case)) for one in listed if one.definition.field_group in groups]
    return [(one.key, one.name, value) for one, value in told if value]


def groups_of(placement: Placement, groups: Collection[str]) -> set[str]:
    """The field groups that the sheet shows, for the line of the log."""
    listed = code_list("provider_facts")
    return {one.definition.field_group for one in listed if one.key in placement.contract.facts} & set(groups)
