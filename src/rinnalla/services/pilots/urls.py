"""Addresses of pilots."""

from django.urls import path

from rinnalla.services.pilots import views

app_name = "pilots"
urlpatterns = [
    path("services/pilots/", views.pilots, name="pilots"),
    path("services/pilots/new/", views.pilot_new, name="new"),
    path("services/pilots/<uuid:pilot_uuid>/closing/", views.closing, name="closing"),
]
