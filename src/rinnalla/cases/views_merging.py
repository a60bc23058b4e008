"""Two rows that may be one person: the list, side by side, one of them stays; and the way back."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.cases import merging
from rinnalla.cases.forms_person import MergeForm, UndoForm
from rinnalla.cases.models import Case
from rinnalla.cases.views import draw
from rinnalla.lib.saving import Conflict
from rinnalla.lib.web import attempt, bind, render, say, see
from rinnalla.people.duplicates import likely_pairs
from rinnalla.people.models import Person, PersonMerge


@allow(P.PEOPLE_MERGE, groups=["basics"], action="list")
def duplicates(request: HttpRequest) -> HttpResponse:
    """Pairs among the people I see that may be one person, each with its reasons."""
    pairs = likely_pairs(request.actor)
    _shown(request, [one for pair in pairs for one in (pair.person, pair.other)])
    return render(request, "cases/duplicates.html", {"nav": "search", "pairs": pairs})


def _shown(request: HttpRequest, people: list[Person]) -> list[Case]:
    """The cases of the people, told to the access log."""
    cases = list(
        Case.objects.visible_to(request.actor).filter(person__in=people)
        .select_related("holder_unit", "responsible_worker").order_by("pk")
    )
    request.shown.cases(case.pk for case in cases)
    return cases


def _two(request: HttpRequest, person_uuid: UUID, other_uuid: UUID) -> tuple[Person, Person]:
    seen = Person.objects.visible_to(request.actor).select_related("region", "municipality")
    if person_uuid == other_uuid:
        raise Http404
    return get_object_or_404(seen, uuid=person_uuid), get_object_or_404(seen, uuid=other_uuid)


@allow(P.PEOPLE_MERGE, methods=["GET", "POST"], groups=["basics"])
def compare(request: HttpRequest, person_uuid: UUID, other_uuid: UUID) -> HttpResponse:
    """Both rows side by side with their cases; which of them stays."""
    person, other = _two(request, person_uuid, other_uuid)
    cases = _shown(request, [person, other])
    initial = {"version": person.version, "other_version": other.version}
    form = bind(request, MergeForm, person=person, other=other, initial=initial)
    if request.method == "POST" and form.is_valid() and (row := _merged(request, form, person, other)):
        say(request, _("Tiedot on yhdistetty. Yhdistämisen voi purkaa henkilötietojen historiasta."))
        case = Case.objects.visible_to(request.actor).filter(person=row.person).order_by("closed_at", "-pk").first()
        return see("desk:case", case_uuid=case.uuid) if case else see("cases:duplicates")
    rows = [(one, [case for case in cases if case.person_id == one.pk]) for one in (person, other)]
    context = {"nav": "search", "form": form, "rows": rows, "person": person, "other": other}
    return render(request, "cases/duplicate.html", context, status=422 if form.errors else 200)


def _merged(request: HttpRequest, form: MergeForm, person: Person, other: Person) -> PersonMerge | None:
    given = form.cleaned_data
    first = (person, given["version"]), (other, given["other_version"])
    (kept, kept_version), (gone, gone_version) = first if given["stays"] == str(person.uuid) else first[::-1]
    try:
        return attempt(
            form, merging.merge, kept=kept, gone=gone, kept_version=kept_version, gone_version=gone_version,
            by=request.actor, reason=given["reason"], code_changed=given.get("code_changed", False),
            key=given["form_key"],
        )
    except Conflict:
        form.add_error(None, _("Joku muutti tietoja sillä välin. Katso tiedot uudelleen ja yhdistä sitten."))
        return None


@allow(P.PEOPLE_MERGE, methods=["POST"])
def told_apart(request: HttpRequest, person_uuid: UUID, other_uuid: UUID) -> HttpResponse:
    """They are two people; not asked again."""
    person, other = _two(request, person_uuid, other_uuid)
    merging.tell_apart(person=person, other=other, by=request.actor)
    say(request, _("%(one)s ja %(other)s ovat eri ihmisiä. Paria ei ehdoteta enää.")
        % {"one": person.name, "other": other.name})
    return see("cases:duplicates")


@allow(P.PEOPLE_MERGE, methods=["GET", "POST"], groups=["basics"])
def undoing(request: HttpRequest, case_uuid: UUID, merge_uuid: UUID) -> HttpResponse:
    """Take a merge apart."""
    row = get_object_or_404(PersonMerge, uuid=merge_uuid, person_id=request.case.person_id, undone_at=None)
    form = bind(request, UndoForm)
    if request.method == "POST" and form.is_valid():
        try:
            attempt(form, merging.undo, row=row, by=request.actor, reason=form.cleaned_data["reason"])
        except Conflict:
            form.add_error(None, _("Yhdistäminen on jo purettu."))
        if not form.errors:
            say(request, _("Yhdistäminen on purettu. Kummallakin on taas omat asiansa."))
            return see("cases:duplicates")
    lead = _("Asiat, jotka siirtyivät yhdistettäessä, palaavat toiselle. Sen jälkeen alkaneet jäävät tähän.")
    status = 422 if form.errors else 200
    return draw(request, form, _("Pura yhdistäminen"), _("Pura yhdistäminen"), status=status, lead=lead)
