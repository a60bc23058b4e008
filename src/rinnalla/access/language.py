"""Which language: what the reader chose, else the user's own, else the browser's, else Finnish."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from rinnalla.lib.texts import offered

KNOWN = dict(settings.LANGUAGES)


class LanguageMiddleware:
    """Runs the request in the reader's language."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with translation.override(_chosen(request)):
            request.LANGUAGE_CODE = translation.get_language()
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        return response


def _chosen(request: HttpRequest) -> str:
    language = _wished(request)
    return language if language in dict(offered(staff=request.actor.is_staff)) else settings.LANGUAGE_CODE


def _wished(request: HttpRequest) -> str:
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if chosen in KNOWN:
        return chosen
    if request.actor.user_id and request.actor.language in KNOWN:
        return request.actor.language
    for part in request.headers.get("Accept-Language", "").split(","):
        code = part.split(";")[0].strip().lower()[:2]
        if code in KNOWN:
            return code
    return settings.LANGUAGE_CODE
