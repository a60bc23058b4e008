"""Addresses of who acts for the client, on the team's side."""

from django.urls import path

from rinnalla.cases.mandates import views

app_name = "mandates"
MANDATES = "cases/<uuid:case_uuid>/mandates/"
urlpatterns = [
    path(MANDATES, views.mandates, name="mandates"),
    path(MANDATES + "guardian/new/", views.guardian_new, name="guardian_new"),
    path(MANDATES + "<uuid:mandate_uuid>/ending/", views.ending, name="ending"),
]
