"""Every address of the house. Rooms bring their own lists; `./rinnalla routes` prints them all."""

from django.urls import include, path

handler403 = "rinnalla.access.errors.forbidden"
handler404 = "rinnalla.access.errors.not_found"
handler500 = "rinnalla.access.errors.broken"

urlpatterns = [
    path("", include("rinnalla.access.urls")),
    path("", include("rinnalla.organisations.urls")),
    path("", include("rinnalla.cases.urls")),
    path("", include("rinnalla.cases.breakglass.urls")),
    path("", include("rinnalla.cases.layers.urls")),
    path("", include("rinnalla.cases.mandates.urls")),
    path("", include("rinnalla.cases.messages.urls")),
    path("", include("rinnalla.cases.consents.urls")),
    path("", include("rinnalla.exchange.packets.urls")),
    path("", include("rinnalla.servicemodels.urls")),
    path("", include("rinnalla.servicemodels.editing.urls")),
    path("", include("rinnalla.servicemodels.handbook.urls")),
    path("", include("rinnalla.catalogue.urls")),
    path("", include("rinnalla.catalogue.prices.urls")),
    path("", include("rinnalla.referrals.urls")),
    path("", include("rinnalla.assessments.urls")),
    path("", include("rinnalla.plans.urls")),
    path("", include("rinnalla.plans.paths.urls")),
    path("", include("rinnalla.services.urls")),
    path("", include("rinnalla.services.pilots.urls")),
    path("", include("rinnalla.meetings.urls")),
    path("", include("rinnalla.employers.urls")),
    path("", include("rinnalla.employers.surveys.urls")),
    path("", include("rinnalla.employment.urls")),
    path("", include("rinnalla.employment.ladder.urls")),
    path("", include("rinnalla.employment.matching.urls")),
    path("", include("rinnalla.employment.quality.urls")),
    path("", include("rinnalla.employment.support.urls")),
    path("", include("rinnalla.employment.studies.urls")),
    path("", include("rinnalla.feedback.urls")),
    path("", include("rinnalla.feedback.panels.urls")),
    path("", include("rinnalla.feedback.experts.urls")),
    path("", include("rinnalla.network.urls")),
    path("", include("rinnalla.reports.urls")),
    path("", include("rinnalla.exchange.urls")),
    path("", include("rinnalla.retention.requests.urls")),
    path("", include("rinnalla.retention.urls")),
    path("", include("rinnalla.watch.urls")),
    path("", include("rinnalla.portal.urls")),
    path("", include("rinnalla.desk.urls")),
]
