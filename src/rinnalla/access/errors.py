"""The pages that say no, and the way to sign-in. What must not be known looks the same as what is not there."""

from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from rinnalla.access import drafts
from rinnalla.access.actor import Actor
from rinnalla.lib.web import render, say, written_by


def ask_sign_in(request: HttpRequest, *, is_page: bool = True) -> HttpResponse:
    """302 to sign-in; a form sent after the session's end is kept first. htmx gets a redirect of the whole page.

    `is_page` is whether the address can be opened again; from one that only takes forms the way back is their page.
    """
    page = request.get_full_path() if is_page else urlsplit(request.headers.get("Referer", "")).path or "/"
    if request.method == "POST":
        writer, page = written_by(request) or (request.ended_user_id if is_page else None, page)
        if writer:
            drafts.keep_for_ended_session(request, writer)
    address = f"/sign-in/?{urlencode({'next': page})}"
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the reader may know, but may not do."""
    text = _("Roolisi ei anna tähän oikeutta. Jos tarvitset sitä työssäsi, pyydä sitä organisaatiosi pääkäyttäjältä.")
    if request.actor.is_client:
        text = _("Tämä sivu on ammattilaisille. Omat sivusi löydät polulta.")
    elif request.actor.is_representative:
        text = _("Tämä sivu ei kuulu tehtävääsi. Omalta aloitussivultasi näet, mitä voit hoitaa toisen puolesta.")
    elif not request.actor.agreed:
        return refusal_page(request, 403, _("Asiakastiedot ovat nyt kiinni"), _without_agreement())
    return refusal_page(request, 403, _("Sinulla ei ole oikeutta tähän"), text)


def _without_agreement() -> str:
    return _(
        "Organisaatiosi yhteistyösopimus ei ole voimassa. Et ole tehnyt mitään väärin, ja kirjauksesi ovat tallessa. "
        "Asiakastiedot avautuvat, kun uusi sopimus on allekirjoitettu ja kirjattu. Kysy siitä organisaatiosi "
        "pääkäyttäjältä. Jos asiakkaasi odottaa sinua tänään, soita tukipuhelimeen."
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: the same answer for what is not there and for what the reader may not know of."""
    text = _(
        "Osoitteessa voi olla virhe, tai sinulla ei ole yhteyttä tähän asiaan. Palaa etusivulle tai hae uudelleen."
    )
    return refusal_page(request, 404, _("Sivua ei löydy"), text)


def broken(request: HttpRequest) -> HttpResponse:
    """500: nothing was saved. Says nothing of what went wrong."""
    text = _("Mitään ei tallentunut. Yritä hetken kuluttua uudelleen. Jos vika jatkuu, soita tukeen.")
    return refusal_page(request, 500, _("Jokin meni vikaan"), text)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's own token was missing or old: nothing was saved, and the way back is the form itself.

    A form of ours tells its writer under our signature: its text is kept, and the same person sends it again.
    """
    if written := written_by(request):
        drafts.keep_for_ended_session(request, written[0])
        if request.actor.user_id is None:
            return ask_sign_in(request)
        if request.actor.user_id == written[0]:
            say(request, _("Tekstisi on tallessa. Tarkista se ja lähetä uudelleen."))
            return HttpResponseRedirect(written[1])
    text = _(
        "Lomake oli ollut auki liian kauan tai se tuli muualta. Mitään ei tallentunut. "
        "Palaa edelliselle sivulle ja lähetä uudelleen."
    )
    return refusal_page(request, 403, _("Lomaketta ei voitu ottaa vastaan"), text)


def refusal_page(
    request: HttpRequest, status: int, title: str, text: str, *, texts: list[str] | None = None, back: str = ""
) -> HttpResponse:
    """A refusal in the frame of who asks, drawn without a question to the database: it can't tell what there is.

    `texts` is what was typed, for copying; `back` the address of the form.
    """
    actor = getattr(request, "actor", None)
    values = {
        "title": title,
        "text": text,
        "texts": texts or [],
        "back": back,
        "frame_of": "base.html" if actor and actor.user_id and not actor.on_clients_side else "base_client.html",
        "ways": _ways(actor),
    }
    return render(request, "error.html", values, status=status)


def _ways(actor: Actor | None) -> list[tuple[str, str]]:
    """Where the reader may go on: one's own start page first. Address and words."""
    if actor is None or actor.user_id is None:
        return [("/", _("Etusivulle"))]
    if actor.is_client:
        return [("/my/", _("Minun polulleni"))]
    if actor.is_representative:
        return [("/my/", _("Aloitussivulle"))]
    if not actor.agreed:
        ways = [("/agreements/", _("Sopimukset"), "agreement.view"), ("/services/", _("Palvelut"), "catalogue.view")]
        return [(address, words) for address, words, right in ways if actor.can(right)]
    ways = [("/day/", _("Omaan työpäivään"), "day.view"), ("/reports/boards/", _("Alueen mittareihin"), "board.view"),
            ("/search/", _("Hae asiaa nimellä"), "people.search")]  # fmt: skip
    return [(address, words) for address, words, right in ways if actor.can(right)] or [("/", _("Etusivulle"))]
