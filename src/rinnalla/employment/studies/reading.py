"""Who has completed adapted studies and has neither work nor a service that runs (E-65, C-24)."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from rinnalla.access.actor import Actor
from rinnalla.access.models import Depth, Grant
from rinnalla.access.roles import EMPLOYMENT
from rinnalla.employment.models import CoachingEpisode, Job
from rinnalla.employment.studies.models import StudyRecord
from rinnalla.lib import dates
from rinnalla.services.models import ServiceEpisode

MOST = 200


def without_help(actor: Actor, on: date | None = None) -> QuerySet[StudyRecord]:
    """Adapted studies that were completed, of open cases the actor may see, where nobody works and nothing runs: no job
    under way, no service begun, no coaching, and the follow-up has heard of no work. A case once, the longest wait
    first."""
    today = on or dates.today()
    case = OuterRef("case_id")
    leave = Grant.objects.live().held_by(actor).filter(case_id=case, depth__gte=Depth.WORKS)
    leave = leave.filter(field_groups__contains=[EMPLOYMENT])
    works = Job.objects.filter(case_id=case, starts_on__lte=today).filter(Q(ends_on=None) | Q(ends_on__gte=today))
    runs = ServiceEpisode.objects.filter(case_id=case, started_on__lte=today, ended_on=None)
    coached = CoachingEpisode.objects.open().filter(case_id=case)
    later = StudyRecord.objects.filter(case_id=case, adapted=True, completed_on__gt=OuterRef("completed_on"))
    heard = StudyRecord.objects.filter(case_id=case, work_from__isnull=False)
    rows = StudyRecord.objects.visible_to(actor).adapted_completed().filter(Exists(leave), case__closed_at=None)
    rows = rows.exclude(Exists(works)).exclude(Exists(runs)).exclude(Exists(coached)).exclude(Exists(heard))
    rows = rows.exclude(Exists(later)).select_related("case__person", "case__responsible_worker")
    return rows.order_by("completed_on", "pk")[:MOST]
