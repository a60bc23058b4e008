"""Addresses of a case's consents and of what is told about them."""

from django.urls import path

from rinnalla.cases.consents import views

app_name = "consents"
CONSENTS = "cases/<uuid:case_uuid>/consents/"
CONSENT = CONSENTS + "<uuid:consent_uuid>/"
urlpatterns = [
    path(CONSENTS, views.matrix_page, name="matrix"),
    path(CONSENTS + "new/", views.new, name="new"),
    path(CONSENT, views.consent, name="consent"),
    path(CONSENT + "change/", views.change, name="change"),
    path(CONSENT + "withdrawal/", views.withdrawal, name="withdrawal"),
    path(CONSENT + "papers/new/", views.paper_new, name="paper_new"),
    path(CONSENT + "papers/<uuid:consentpaper_uuid>/", views.paper, name="paper"),
    path("consent-notices/<uuid:consentnotice_uuid>/seen/", views.notice_seen, name="notice_seen"),
]
