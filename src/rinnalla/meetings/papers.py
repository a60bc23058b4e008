"""The client's summary of a meeting on paper, in the client's language (E-41). texts: to the client"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from rinnalla.lib import dates
from rinnalla.lib.documents import pdf
from rinnalla.meetings.models import Decision, Meeting

TEMPLATE = Path(__file__).parent / "summary.typ"


def summary_paper(meeting: Meeting, groups: Iterable[str]) -> bytes:
    """The summary and the decisions of these field groups as tagged PDF."""
    with translation.override(meeting.case.person.reads):
        return pdf(TEMPLATE, summary_data(meeting, groups))


def summary_data(meeting: Meeting, groups: Iterable[str]) -> dict[str, Any]:
    """What the paper says, in the language in use."""
    person, worker = meeting.case.person, meeting.case.responsible_worker
    rows = Decision.objects.filter(
        meeting=meeting, action__field_group__in=groups, action__goal__field_group__in=groups
    )
    rows = rows.select_related("action__owner", "action__organisation").order_by("pk")
    facts = [
        (_("Kenelle"), person.name),
        (_("Milloin"), dates.dt(meeting.starts_at)),
        (_("Missä"), meeting.where),
        (_("Asiakasvastaavasi"), ", ".join(one for one in (worker.name, worker.phone) if one) if worker else ""),
    ]
    return {
        "lang": (translation.get_language() or "fi")[:2],
        "title": _("Koonti: %(kind)s") % {"kind": meeting.kind_name.lower()},
        "footer": f"{meeting.kind_name} {dates.d(meeting.starts_at)}, {person.name}",
        "facts": [{"name": name, "value": value} for name, value in facts if value],
        "paragraphs": [line for line in meeting.client_summary.splitlines() if line.strip()],
        "agreed": _("Sovittiin"),
        "headers": [_("Mitä tehdään"), _("Kuka"), _("Milloin")],
        "decisions": [[one.action.what, _doer(one, person.name), dates.d(one.action.due_on)] for one in rows],
    }


def _doer(decision: Decision, client: str) -> str:
    action = decision.action
    if action.by_client:
        return client
    names = (action.owner.name if action.owner else "", action.organisation.name if action.organisation else "")
    return ", ".join(one for one in names if one)
