"""The officer's pages: what will be erased, what was."""

from django.http import HttpRequest, HttpResponse

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.lib.web import render
from rinnalla.retention.erasing import ahead
from rinnalla.retention.holds.models import Hold


@allow(P.RETENTION_OVERSEE)
def home(request: HttpRequest) -> HttpResponse:
    """What ends within a year, by register and clock, as counts."""
    holds = Hold.objects.visible_to(request.actor).standing()
    context = {
        "nav": "retention", "tab": "ahead", "rows": ahead.ahead(), "last": ahead.last_run(),
        "overdue": ahead.overdue(), "to_review": sum(one.to_review for one in holds),
    }
    return render(request, "retention/home.html", context)


@allow(P.RETENTION_OVERSEE)
def erased(request: HttpRequest) -> HttpResponse:
    """What was erased, month by month, as counts."""
    context = {
        "nav": "retention", "tab": "erased", "rows": ahead.done(request.actor), "last": ahead.last_run(),
        "overdue": ahead.overdue(),
    }
    return render(request, "retention/erased.html", context)
