"""Addresses of the room: lists to bring in, and the API for programs."""

from django.urls import include, path

from rinnalla.exchange import views
from rinnalla.exchange.registry import views as registry
from rinnalla.exchange.results import views as results
from rinnalla.exchange.vacancies import views as vacancies

app_name = "exchange"
PENDING = "import/referrals/<uuid:pending_uuid>/"
SERVICES = "import/services/<uuid:pending_uuid>/"
VACANCIES = "import/vacancies/<uuid:pending_uuid>/"
urlpatterns = [
    path("import/referrals/", views.choose, name="choose"),
    path(PENDING, views.pending, name="pending"),
    path(PENDING + "confirmation/", views.confirmation, name="confirmation"),
    path(PENDING + "removal/", views.removal, name="removal"),
    path("import/results/", results.choose, name="results"),
    path("import/services/", registry.choose, name="services"),
    path(SERVICES, registry.pending, name="pending_services"),
    path(SERVICES + "confirmation/", registry.confirmation, name="services_confirmation"),
    path(SERVICES + "removal/", registry.removal, name="services_removal"),
    path("import/vacancies/", vacancies.choose, name="vacancies"),
    path(VACANCIES, vacancies.pending, name="pending_vacancies"),
    path(VACANCIES + "confirmation/", vacancies.confirmation, name="vacancies_confirmation"),
    path(VACANCIES + "removal/", vacancies.removal, name="vacancies_removal"),
    path("api/v1/", include("rinnalla.exchange.api.urls")),
]
