"""Users and their roles, for an administrator of an organisation. No client account and no client data is here."""

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from rinnalla.access import actions
from rinnalla.access import administration as reach
from rinnalla.access.allow import allow
from rinnalla.access.forms import AboutUserForm, NewUserForm, RoleForm, UserSearchForm
from rinnalla.access.models import User
from rinnalla.access.permissions import Permission as P
from rinnalla.access.shown_once import keep_password, password_once
from rinnalla.access.steps import attempt_once, confirm, draw
from rinnalla.lib.saving import Conflict
from rinnalla.lib.web import bind, render, say, see

PAGE = 50


@allow(P.USERS_MANAGE)
def users(request: HttpRequest) -> HttpResponse:
    """Who works here as what; searched by name, role, unit and state."""
    form = UserSearchForm(request.GET or {"state": "in_force"}, actor=request.actor)
    asked = form.asked()
    held = reach.memberships(request.actor).order_by("starts_on", "pk")
    rows = reach.found(request.actor, **asked).prefetch_related(Prefetch("memberships", held, to_attr="held"))
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    narrowed = asked != {"text": "", "role": "", "unit": "", "state": "in_force"}
    context = {"nav": "users", "form": form, "page": page, "narrowed": narrowed}
    return render(request, "access/users.html", context, block="results")


@allow(P.USERS_MANAGE, methods=["GET", "POST"])
def user_new(request: HttpRequest) -> HttpResponse:
    """A new user with a first role. The first password is shown once, on the next page."""
    form = bind(request, NewUserForm, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made = attempt_once(
            form, actions.take_on, by=request.actor, unit=data["unit"], role=data["role"], starts_on=data["starts_on"],
            ends_on=data["ends_on"], key=data["form_key"], **form.about(),
        )
        if made:
            user, password = made
            keep_password(request, user, password)
            say(request, _("%(name)s on nyt käyttäjä.") % {"name": user.name})
            return see("user", user_uuid=user.uuid)
    return draw(request, form, "users", _("Uusi käyttäjä"), _("Lisää käyttäjä"), reverse("users"))


@allow(P.USERS_MANAGE, methods=["GET", "POST"])
def user(request: HttpRequest, user_uuid) -> HttpResponse:
    """One user: how named and reached, which roles from–to, and what may be done."""
    one = _reached(request, user_uuid)
    start = {name: getattr(one, name) for name in ("name", "email", "phone", "hours", "language", "version")}
    form = bind(request, AboutUserForm, initial=start)
    status, compare = 422 if request.method == "POST" else 200, []
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_user(by=request.actor, user=one, **form.cleaned_data)
        except Conflict as conflict:
            status, compare = 409, _both(form, conflict.current)
        else:
            say(request, _("Tiedot on tallennettu."))
            return see("user", user_uuid=one.uuid)
    context = {
        "nav": "users", "one": one, "form": form, "compare": compare, "password": password_once(request, one),
        "held": reach.memberships(request.actor).filter(user=one).order_by("-starts_on", "-pk"),
        "elsewhere": reach.works_elsewhere(request.actor, one), "oneself": one.pk == request.actor.user_id,
    }
    return render(request, "access/user.html", context, status=status)


@allow(P.USERS_MANAGE, methods=["GET", "POST"])
def membership_new(request: HttpRequest, user_uuid) -> HttpResponse:
    """Give a role in a unit, from–to."""
    one = _reached(request, user_uuid)
    form = bind(request, RoleForm, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if attempt_once(
            form, actions.give_membership, by=request.actor, user=one, unit=data["unit"], role=data["role"],
            starts_on=data["starts_on"], ends_on=data["ends_on"], key=data["form_key"],
        ):
            say(request, _("Rooli on annettu."))
            return see("user", user_uuid=one.uuid)
    heading = _("Anna rooli: %(name)s") % {"name": one.name}
    return draw(request, form, "users", heading, _("Anna rooli"), reverse("user", args=[one.uuid]))


@allow(P.USERS_MANAGE, methods=["GET", "POST"])
def membership_end(request: HttpRequest, user_uuid, membership_uuid) -> HttpResponse:
    """Ask once, then end a role at once."""
    one = _reached(request, user_uuid)
    membership = get_object_or_404(reach.memberships(request.actor), uuid=membership_uuid, user=one)
    names = {"role": membership.role_name, "unit": membership.unit.name, "name": one.name}
    return confirm(
        request, _page_of(one), lambda: actions.end_membership(by=request.actor, membership=membership), nav="users",
        title=_("Päätetäänkö rooli?"), act=_("Päätä rooli"), done=_("Rooli on päättynyt."),
        text=_("%(name)s: %(role)s, %(unit)s. Rooli ei avaa enää mitään seuraavasta sivusta alkaen.") % names,
    )


@allow(P.USERS_MANAGE, methods=["GET", "POST"])
def user_close(request: HttpRequest, user_uuid) -> HttpResponse:
    """Ask once, then close the account with its roles."""
    one = _reached(request, user_uuid)
    return confirm(
        request, _page_of(one), lambda: actions.disable_user(by=request.actor, user=one), nav="users",
        title=_("Suljetaanko tunnus?"), act=_("Sulje tunnus"), done=_("Tunnus on suljettu."),
        text=_("%(name)s ei pääse enää kirjautumaan, ja hänen roolinsa päättyvät heti. Sovi ensin, kuka jatkaa hänen "
               "asiakkaidensa asiakasvastaavana.") % {"name": one.name},
    )


@allow(P.USERS_MANAGE, methods=["GET", "POST"])
def user_password(request: HttpRequest, user_uuid) -> HttpResponse:
    """Ask once, then make a new password instead of a forgotten one."""
    one = _reached(request, user_uuid)

    text = _("Varmista ensin, että pyytäjä on %(name)s. Entinen salasana ei enää toimi, ja avoimet istunnot päättyvät.")

    def renew() -> None:
        keep_password(request, one, actions.renew_password(by=request.actor, user=one))

    return confirm(
        request, _page_of(one), renew, nav="users", title=_("Tehdäänkö uusi salasana?"), act=_("Tee uusi salasana"),
        done=_("Uusi salasana on tehty."), text=text % {"name": one.name},
    )


# What the views share ------------------------------------------------------------------------------------------


def _reached(request: HttpRequest, user_uuid: object) -> User:
    return get_object_or_404(reach.users(request.actor), uuid=user_uuid)


def _page_of(one: User) -> str:
    return reverse("user", args=[one.uuid])


def _both(form: AboutUserForm, current: User) -> list[tuple[str, str]]:
    form.data = form.data.copy()
    form.data["version"] = current.version
    names = ("name", "email", "phone", "hours")
    return [
        (_("Sinun tekstisi"), "\n".join(form.cleaned_data[name] for name in names)),
        (_("Nyt tallessa"), "\n".join(getattr(current, name) for name in names)),
    ]
