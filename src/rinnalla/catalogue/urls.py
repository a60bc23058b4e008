"""Addresses of the room."""

from django.urls import path

from rinnalla.catalogue import views

app_name = "catalogue"
urlpatterns = [
    path("services/", views.card_list, name="list"),
    path("services/<uuid:card_uuid>/", views.card, name="card"),
]
