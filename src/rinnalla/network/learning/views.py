"""The pages of trainings: what is offered, one training, planning it, calling it off, packages."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.lib import dates
from rinnalla.lib.web import bind, render
from rinnalla.network.learning import actions, figures
from rinnalla.network.learning.competence.actions import moment_of
from rinnalla.network.learning.forms import (
    CancelForm,
    PackageForm,
    PartForm,
    TrainingChangeForm,
    TrainingForm,
    start_from,
)
from rinnalla.network.learning.models import Training, TrainingPackage, TrainingSeat
from rinnalla.network.materials.pages import METHODS, one_form
from rinnalla.servicemodels.codes import deadline

NAV = "trainings"
ON_PAGE = 30
TAKEN = Count("seats", filter=Q(seats__given_up_at__isnull=True, seats__number__isnull=False))


@allow(P.CATALOGUE_VIEW)
def trainings(request: HttpRequest) -> HttpResponse:
    """What is ahead, on the other tab what has been; where the reader has a place is told in the row."""
    past = request.GET.get("state") == "past"
    rows = Training.objects.visible_to(request.actor)
    rows = rows.exclude(pk__in=rows.ahead().values("pk"))if past else rows.ahead()
    rows = rows.annotate(taken=TAKEN).select_related("part__package", "unit__organisation")
    rows = rows.order_by("-starts_at" if past else "starts_at", "pk")
    page = Paginator(rows, ON_PAGE).get_page(request.GET.get("page"))
    seats = TrainingSeat.objects.held().filter(user_id=request.actor.user_id, training__in=list(page))
    context = {"rows": list(page), "page": page, "past": past, "mine": {one.training_id: one for one in seats}}
    return render(request, "network/learning/list.html", context)


@allow(P.CATALOGUE_VIEW)
def training(request: HttpRequest, training_uuid: UUID) -> HttpResponse:
    """One training: when, where, for whom; the reader's own place. Names only to those who arrange it."""
    one, actor = one_of(request, training_uuid), request.actor
    arranges = actions.may_arrange(actor, one)
    seats = list(one.seats.held().select_related("user", "unit__organisation")) if arranges else []
    mine = one.seats.held().filter(user_id=actor.user_id).first()
    context = {
        "one": one, "mine": mine, "arranges": arranges, "seats": [row for row in seats if row.number],
        "waiting": [row for row in seats if not row.number], "taken": one.seats.seated().count(),
        "in_line": _place_in_line(one, mine), "moment": moment_of(one) if mine and one.areas else "",
        "feedback": figures.feedback_of(one, deadline(one.region, "small_number")) if arranges else None,
    }
    return render(request, "network/learning/training.html", context)


@allow(P.LEARNING_ARRANGE, methods=METHODS)
def training_new(request: HttpRequest) -> HttpResponse:
    """Plan a training."""
    form = bind(request, TrainingForm, by=request.actor)

    def act(data: dict[str, Any]) -> Training:
        return actions.plan_training(by=request.actor, key=data["form_key"], **form.values())

    return one_form(
        request, form, act, heading=_("Uusi koulutus"), button=_("Tallenna koulutus"), nav=NAV, to=address,
        done=_("Koulutus on ohjelmassa. Siihen voi ilmoittautua."), back=reverse("network:trainings"),
    )


@allow(P.LEARNING_ARRANGE, methods=METHODS)
def training_change(request: HttpRequest, training_uuid: UUID) -> HttpResponse:
    """Change what is told of it."""
    one = one_of(request, training_uuid)
    form = bind(request, TrainingChangeForm, by=request.actor, initial=start_from(one))

    def act(data: dict[str, Any]) -> None:
        actions.change_training(training=one, version=data["version"], by=request.actor, **form.values())

    return one_form(
        request, form, act, heading=_("Muuta: %(name)s") % {"name": one.title}, button=_("Tallenna muutos"), nav=NAV,
        done=_("Muutos on tallessa."), to=lambda made: address(one), back=address(one),
    )


@allow(P.LEARNING_ARRANGE, methods=METHODS)
def training_cancel(request: HttpRequest, training_uuid: UUID) -> HttpResponse:
    """Call it off, with the reason that those who come will read."""
    one = one_of(request, training_uuid)
    return one_form(
        request, bind(request, CancelForm),
        lambda data: actions.cancel_training(training=one, by=request.actor, **data),
        heading=_("Peru koulutus: %(name)s") % {"name": one.title}, button=_("Peru koulutus"), nav=NAV,
        done=_("Koulutus on peruttu. Ilmoittautuneille kerrotaan."), to=lambda made: address(one), back=address(one),
    )


# Packages -------------------------------------------------------------------------------------------------------------


@allow(P.CATALOGUE_VIEW)
def packages(request: HttpRequest) -> HttpResponse:
    """Trainings that belong together, and how far the reader is in each (V-116)."""
    rows = TrainingPackage.objects.visible_to(request.actor).prefetch_related("parts")
    found = [(one, figures.parts_done(one).get(request.actor.user_id, set())) for one in rows[:ON_PAGE]]
    return render(request, "network/learning/packages.html", {"rows": found})


@allow(P.CATALOGUE_VIEW)
def package(request: HttpRequest, trainingpackage_uuid: UUID) -> HttpResponse:
    """Its parts, what of them the reader has done, and to those who arrange how many per cent have done all."""
    one = _package(request, trainingpackage_uuid)
    parts = list(one.parts.select_related("material").prefetch_related("trainings"))
    arranges = request.actor.can(P.LEARNING_ARRANGE)
    least = deadline(one.region, "small_number")
    context = {
        "one": one, "parts": parts, "done": figures.parts_done(one).get(request.actor.user_id, set()),
        "arranges": arranges, "bodies": figures.completion(one, least) if arranges else [], "least": least,
        "now": dates.now(),
    }
    return render(request, "network/learning/package.html", context)


@allow(P.LEARNING_ARRANGE, methods=METHODS)
def package_new(request: HttpRequest) -> HttpResponse:
    """A new package, without parts yet."""
    return one_form(
        request, bind(request, PackageForm),
        lambda data: actions.make_package(by=request.actor, key=data.pop("form_key"), **data),
        heading=_("Uusi kokonaisuus"), button=_("Tallenna kokonaisuus"), nav=NAV, to=package_address,
        done=_("Kokonaisuus on tallessa. Lisää sille osat."), back=reverse("network:packages"),
    )


@allow(P.LEARNING_ARRANGE, methods=METHODS)
def part_new(request: HttpRequest, trainingpackage_uuid: UUID) -> HttpResponse:
    """The next part."""
    one = _package(request, trainingpackage_uuid)
    return one_form(
        request, bind(request, PartForm, by=request.actor),
        lambda data: actions.add_part(package=one, by=request.actor, key=data.pop("form_key"), **data),
        heading=_("Lisää osa: %(name)s") % {"name": one.name}, button=_("Tallenna osa"), nav=NAV,
        done=_("Osa on lisätty."), to=lambda made: package_address(one), back=package_address(one),
    )


def one_of(request: HttpRequest, uuid: UUID) -> Training:
    """The training of the address, in the reader's region."""
    rows = Training.objects.visible_to(request.actor)
    return get_object_or_404(rows.select_related("unit__organisation", "region", "part__package"), uuid=uuid)


def address(one: Training) -> str:
    """Where a training stands."""
    return reverse("network:training", kwargs={"training_uuid": one.uuid})


def package_address(one: TrainingPackage) -> str:
    """Where a package stands."""
    return reverse("network:package", kwargs={"trainingpackage_uuid": one.uuid})


def _package(request: HttpRequest, uuid: UUID) -> TrainingPackage:
    return get_object_or_404(TrainingPackage.objects.visible_to(request.actor).select_related("region"), uuid=uuid)


def _place_in_line(one: Training, mine: TrainingSeat | None) -> int | None:
    """The how-manieth the reader is among those who wait; None for others."""
    if mine is None or mine.number:
        return None
    return next((number for number, row in enumerate(one.seats.waiting(), 1) if row.pk == mine.pk), None)
