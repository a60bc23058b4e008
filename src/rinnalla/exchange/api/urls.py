"""The API as one thing: its parts, how it says no, its addresses and its description."""

import json
from functools import lru_cache

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from ninja import NinjaAPI

from rinnalla.access.allow import public
from rinnalla.exchange.api import assessments, cases, errors, meetings, plans, referrals, services
from rinnalla.exchange.gate import ENDPOINTS

DESCRIPTION = (
    "The same acts as the pages, with the same rights. Send `Authorization: Bearer <token>`; a token has one "
    "membership's rights, narrowed to its scopes. What you may not know of is 404, what you may not do is 403. "
    "Acts on what was read name its `version`; 409 tells the present one. `Idempotency-Key` makes twice sent once done."
)
api = NinjaAPI(
    title="Rinnalla", version="1", description=DESCRIPTION, urls_namespace="api", openapi_url=None, docs_url=None
)
errors.register(api)
for part in (referrals, cases, assessments, plans, services, meetings):
    api.add_router("", part.router)


@public("how programs talk to us: addresses and forms, no client data")
def openapi(request: HttpRequest) -> HttpResponse:
    """The description of the API, OpenAPI 3.1."""
    return HttpResponse(_described(), content_type="application/json")


@lru_cache(maxsize=1)
def _described() -> str:
    return json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), cls=DjangoJSONEncoder)


def _addresses() -> list[URLPattern]:
    """The API's addresses, each with the rule of its operation, which the list of all routes reads.

    The framework makes a pattern for each operation; the first one of a path serves all its methods.
    """
    found = []
    for pattern in api.urls[0]:
        if pattern.name in ENDPOINTS:
            pattern.callback.rule, pattern.callback.__module__ = ENDPOINTS[pattern.name], __name__
            found.append(path(str(pattern.pattern).replace("<uuidstr:", "<uuid:"), pattern.callback, name=pattern.name))
    return found


urlpatterns = [*_addresses(), path("openapi.json", openapi, name="openapi")]
