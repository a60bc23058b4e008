"""Addresses of prices."""

from django.urls import path

from rinnalla.catalogue.prices import views

app_name = "prices"
_CARD = "services/<uuid:card_uuid>/prices/"
urlpatterns = [
    path(_CARD, views.prices, name="prices"),
    path(_CARD + "new/", views.price_new, name="new"),
    path(_CARD + "<uuid:price_uuid>/withdrawal/", views.withdrawal, name="withdrawal"),
]
