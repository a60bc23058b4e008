"""Keeping, changing and dropping filters of the case list."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.access.steps import attempt_once, confirm, draw
from rinnalla.desk import savedfilters
from rinnalla.desk.models import SavedFilter
from rinnalla.lib.forms import KeyField, VersionField, text
from rinnalla.lib.saving import Conflict
from rinnalla.lib.web import attempt, bind, say


class FilterForm(forms.Form):
    """A name, and whether the unit may use it."""

    name = text(gettext_lazy("Rajauksen nimi"), longest=60, hint=gettext_lazy("Esimerkiksi: Myöhässä kartoituksessa"))
    shared = forms.BooleanField(
        label=gettext_lazy("Yksikkö saa käyttää"), required=False,
        help_text=gettext_lazy("Jokainen näkee silläkin vain omat asiansa."),
    )
    asked = forms.CharField(widget=forms.HiddenInput, required=False, max_length=300)
    form_key = KeyField()


class ChangeFilterForm(FilterForm):
    """The same of a kept filter."""

    asked, form_key = None, None
    version = VersionField()


def _list(query: str = "") -> str:
    return reverse("desk:case_list") + (f"?{query}" if query else "")


@allow(P.CASE_LIST, methods=["GET", "POST"])
def filter_new(request: HttpRequest) -> HttpResponse:
    """Keep the filter the list was asked with."""
    form = bind(request, FilterForm, initial={"asked": request.GET.urlencode()[:300]})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        asked = savedfilters.asked_of(QueryDict(data["asked"]))
        told = {"name": data["name"], "shared": data["shared"], "key": data["form_key"]}
        if attempt_once(form, savedfilters.keep_filter, asked=asked, by=request.actor, **told):
            say(request, _("Rajaus on tallessa."))
            return HttpResponseRedirect(_list(data["asked"]))
    return draw(request, form, "cases", _("Tallenna rajaus"), _("Tallenna rajaus"), _list())


@allow(P.CASE_LIST, methods=["GET", "POST"])
def filter_change(request: HttpRequest, savedfilter_uuid) -> HttpResponse:
    """Another name, or shared or not."""
    row = get_object_or_404(savedfilters.reachable(request.actor), uuid=savedfilter_uuid)
    start = {"name": row.name, "shared": row.unit_id is not None, "version": row.version}
    form = bind(request, ChangeFilterForm, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            attempt(form, _done, action=savedfilters.change_filter, row=row, by=request.actor, **form.cleaned_data)
        except Conflict as conflict:
            form.add_error("name", _("Nimi muuttui juuri: %(name)s. Avaa sivu uudelleen.")
                           % {"name": conflict.current.name})  # fmt: skip
        if form.is_valid():
            say(request, _("Rajaus on tallessa."))
            return HttpResponseRedirect(_list())
    return draw(request, form, "cases", row.name, _("Tallenna rajaus"), _list())


@allow(P.CASE_LIST, methods=["GET", "POST"])
def filter_drop(request: HttpRequest, savedfilter_uuid) -> HttpResponse:
    """Ask once, then drop."""
    row: SavedFilter = get_object_or_404(savedfilters.reachable(request.actor), uuid=savedfilter_uuid)
    return confirm(
        request, _list(), lambda: savedfilters.drop_filter(row=row, by=request.actor), nav="cases",
        title=_("Poistetaanko rajaus?"),
        text=_("%(name)s poistuu kaikilta, jotka käyttävät sitä.") % {"name": row.name},
        act=_("Poista rajaus"), done=_("Rajaus on poistettu."),
    )


def _done(*, action: Any, **arguments: Any) -> bool:
    action(**arguments)
    return True
