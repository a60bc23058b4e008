"""After sending: the sender mends or takes back, the receiver tells what came of it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.lib.web import bind
from rinnalla.referrals import following, forms
from rinnalla.referrals.triage_views import _act, _of_unit, _page, _with_form


@allow(P.REFERRAL_SEND, methods=["GET", "POST"], groups=("basics", "health"))
def amend(request: HttpRequest, referral_uuid: UUID) -> HttpResponse:
    """The sender mends what was sent; the receiver sees what stood before."""
    row = _of_unit(request, referral_uuid)
    form = bind(request, forms.AmendForm, initial={"version": row.version, **row.texts})
    if request.method == "GET":
        return _page(request, row, form, "amend")
    done = _("Muutos on tallessa. Vastaanottaja saa siitä viestin.")
    return _act(request, referral_uuid, form, following.amend, done, page="amend")


@allow(P.REFERRAL_SEND, methods=["GET", "POST"], groups=("basics",))
def withdraw(request: HttpRequest, referral_uuid: UUID) -> HttpResponse:
    """The sender takes the referral back."""
    done = _("Lähete on peruttu. Vastaanottaja saa siitä viestin.")
    return _with_form(request, referral_uuid, forms.WithdrawForm, following.withdraw, done, "withdraw")


@allow(P.REFERRAL_TRIAGE, methods=["GET", "POST"], groups=("basics",))
def tell(request: HttpRequest, referral_uuid: UUID) -> HttpResponse:
    """Tell the sender what came of it."""
    done = _("Lähettäjä saa tästä viestin. Kiitos, että kerroit.")
    return _with_form(request, referral_uuid, forms.TellForm, following.tell, done, "tell")
