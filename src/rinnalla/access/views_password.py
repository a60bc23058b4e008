"""One's own password: changed by the one whose it is, and only with the old one."""

from allauth.core import ratelimit
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from rinnalla.access import actions
from rinnalla.access.allow import allow
from rinnalla.access.forms import PasswordForm
from rinnalla.access.models import User
from rinnalla.access.permissions import Permission as P
from rinnalla.access.starting import OWN, start_for
from rinnalla.lib.web import attempt, bind, render, say


@allow(P.PASSWORD_CHANGE, methods=["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Change it; this session goes on, the others end."""
    if request.method == "POST" and (too_many := ratelimit.consume_or_429(
        request, action="change_password", user=request.user
    )):
        return too_many
    user = User.objects.get(pk=request.actor.user_id)
    form = bind(request, PasswordForm)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        attempt(
            form, actions.change_password, by=request.actor, user=user, old=given["password"], new=given["password1"]
        )
        if form.is_valid():
            update_session_auth_hash(request, user)
            say(request, _("Salasana on vaihdettu. Muut avoimet istuntosi päättyivät."))
            own = request.actor.on_clients_side
            return HttpResponseRedirect(OWN if own else start_for(request.user, request.actor.role))
    context = {"form": form, "given": user.password_given_at is not None}
    return render(request, "access/password.html", context, status=422 if request.method == "POST" else 200)
