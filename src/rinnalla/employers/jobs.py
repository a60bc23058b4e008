"""What is done every night: contact people whom nobody has confirmed are forgotten."""

from rinnalla.access.acting import acting, system
from rinnalla.employers.actions import forget_people
from rinnalla.lib import dates
from rinnalla.outbox import recurring_job
from rinnalla.servicemodels.codes import common, holds


@recurring_job("employers.forget_people")
def forget() -> None:
    """By the clock of `regions/common/retention.yaml` (document: employer)."""
    clock = next(one for one in common().retention.clocks if one.document == "employer")
    length = next(one for one in clock.lengths if holds(one, dates.today()))
    by = system("employers_forget")
    with acting(by):
        forget_people(before=dates.add_months(dates.today(), -length.value), by=by)
