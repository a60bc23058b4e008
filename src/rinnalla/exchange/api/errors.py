"""How the API says no: always {"errors": [{"field", "message"}]}, in the language the program asks for."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from rinnalla.access.interrupted import GONE, Interrupted
from rinnalla.access.reading import counting
from rinnalla.exchange.gate import Forbidden, TooMuch
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import Conflict, KeyReused


def register(api: NinjaAPI) -> None:
    """What each refusal becomes."""

    def answer(request: HttpRequest, status: int, *errors: tuple[str, str], version: int | None = None) -> HttpResponse:
        told = [{"field": field, "message": str(message)} for field, message in errors]
        return api.create_response(request, {"errors": told, "version": version}, status=status)

    @api.exception_handler(AuthenticationError)
    def unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        response = answer(request, 401, ("", _("Tunnus puuttuu, on päättynyt tai ei kelpaa.")))
        response.headers["WWW-Authenticate"] = "Bearer"
        return response

    @api.exception_handler(Forbidden)
    def forbidden(request: HttpRequest, error: Forbidden) -> HttpResponse:
        return answer(request, 403, ("", _("Roolisi, tunnuksesi käyttöala tai organisaatiosi sopimus ei riitä tähän.")))

    @api.exception_handler(TooMuch)
    def too_much(request: HttpRequest, error: TooMuch) -> HttpResponse:
        again = counting.opens_again()
        told = _(
            "Tunnus on lukenut tänään niin monta asiakasta kuin se saa. Uusia aukeaa %(day)s. Soita: %(officers)s."
        )
        words = told % {"day": dates.d(again), "officers": counting.officers(request.actor)}
        response = answer(request, 429, ("", words))
        response.headers["Retry-After"] = str(counting.seconds_until(again))
        return response

    @api.exception_handler(Http404)
    def not_found(request: HttpRequest, error: Http404) -> HttpResponse:
        return answer(request, 404, ("", _("Tätä ei ole, tai sinulla ei ole yhteyttä siihen.")))

    @api.exception_handler(Conflict)
    def conflict(request: HttpRequest, error: Conflict) -> HttpResponse:
        told = _("Joku muu ehti tallentaa ensin. Lue uudelleen ja lähetä uudella versiolla.")
        return answer(request, 409, ("version", told), version=getattr(error.current, "version", None))

    @api.exception_handler(KeyReused)
    def key_reused(request: HttpRequest, error: KeyReused) -> HttpResponse:
        return answer(
            request, 409, ("Idempotency-Key", _("Sama avain tuli toisen sisällön kanssa. Käytä uutta avainta."))
        )

    @api.exception_handler(Interrupted)
    def interrupted(request: HttpRequest, error: Interrupted) -> HttpResponse:
        if error.cause == GONE:
            return answer(request, 403, ("", _("Oikeutesi tähän asiaan päättyi, kun tallensit")))
        return answer(request, 409, ("", _("Joku muu tallensi samaan aikaan")))

    @api.exception_handler(Refused)
    def refused(request: HttpRequest, error: Refused) -> HttpResponse:
        return answer(request, 422, (error.field, error.message))

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        return answer(request, 422, *((_place(one["loc"]), one["msg"]) for one in error.errors))

    @api.exception_handler(HttpError)
    def other(request: HttpRequest, error: HttpError) -> HttpResponse:
        return answer(request, error.status_code, ("", error.message))


def _place(location: tuple) -> str:
    """`("body", "data", "version")` → `version`: the names as the program sent them."""
    return ".".join(str(part) for part in location[1:] if part != "data")
