"""Every night contact people whom nobody has confirmed are forgotten and the job market is read; a survey's link is
mailed when it has been promised."""

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from rinnalla.access.acting import acting, system
from rinnalla.employers.actions import forget_people
from rinnalla.employers.market import actions as market
from rinnalla.employers.market.reading import offered
from rinnalla.employers.surveys import actions as surveys
from rinnalla.lib import dates
from rinnalla.organisations.models import Region
from rinnalla.outbox import job, recurring_job
from rinnalla.outbox.models import Promise
from rinnalla.servicemodels.codes import common, holds


@recurring_job("employers.forget_people")
def forget() -> None:
    """By the clock of `regions/common/retention.yaml` (document: employer)."""
    clock = next(one for one in common().retention.clocks if one.document == "employer")
    length = next(one for one in clock.lengths if holds(one, dates.today()))
    by = system("employers_forget")
    with acting(by):
        forget_people(before=dates.add_months(dates.today(), -length.value), by=by)


@job(surveys.MAIL)
def mail_survey_link(promise: Promise, reply_id: int) -> None:
    """Mail an employer's contact person a link. The secret is made here and goes into the mail alone."""
    with acting(system("survey_link")), transaction.atomic():
        made = surveys.made_link(reply_id)
    if made is None:
        return
    whom, secret = made
    with translation.override(whom.language or "fi"):
        text = _(
            "Hei! Kysymme työnantajilta, mitä he tietävät ja ajattelevat työllistämisen tuesta. Vastaaminen vie "
            "muutaman minuutin. Et tarvitse tunnuksia.\n\n%(address)s\n\n"
            "Vastauksia ei näytetä työnantajittain kenellekään."
        ) % {"address": f"{settings.PUBLIC_ADDRESS}/survey/?k={secret}"}
        send_mail(_("Kysely työnantajille"), text, settings.DEFAULT_FROM_EMAIL, [whom.email])


@recurring_job("employers.read_market")
def read_market() -> None:
    """The job market's postings for every region, where this deployment asks for them."""
    for region in Region.objects.order_by("pk") if offered() else ():
        market.read_market(region=region, by=system("employers_market"))


@job("employers.read_market_now")
def read_market_now(promise: Promise, region_id: int) -> None:
    """The same for one region, because somebody asked for it."""
    if offered():
        market.read_market(region=Region.objects.get(pk=region_id), by=system("employers_market"))
