"""Addresses of the room."""

from django.urls import path

from rinnalla.catalogue import views, views_cards

app_name = "catalogue"
urlpatterns = [
    path("services/", views.card_list, name="list"),
    path("services/own/", views_cards.own, name="own"),
    path("services/<uuid:card_uuid>/", views_cards.card, name="card"),
    path("services/<uuid:card_uuid>/check/", views_cards.check, name="check"),
]
