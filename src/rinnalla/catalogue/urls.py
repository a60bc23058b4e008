"""Addresses of the room."""

from django.urls import path

from rinnalla.catalogue import views, views_cards
from rinnalla.catalogue.national import views as national

app_name = "catalogue"
urlpatterns = [
    path("services/", views.card_list, name="list"),
    path("services/own/", views_cards.own, name="own"),
    path("services/<uuid:card_uuid>/", views_cards.card, name="card"),
    path("services/<uuid:card_uuid>/check/", views_cards.check, name="check"),
    path("services/<uuid:card_uuid>/national/", national.links, name="national"),
    path("services/<uuid:card_uuid>/national/<uuid:item_uuid>/", national.link, name="national_link"),
    path("services/<uuid:card_uuid>/national/<uuid:item_uuid>/removal/", national.removal, name="national_removal"),
]
