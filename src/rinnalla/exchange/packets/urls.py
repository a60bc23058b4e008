"""Addresses of packets: what has been given of a case, and giving more."""

from django.urls import path

from rinnalla.exchange.packets import views

app_name = "packets"
PACKETS = "cases/<uuid:case_uuid>/packets/"
PACKET = PACKETS + "<uuid:disclosure_uuid>/"
urlpatterns = [
    path(PACKETS, views.given, name="given"),
    path(PACKETS + "new/", views.new, name="new"),
    path(PACKET, views.receipt, name="receipt"),
    path(PACKET + "receipt/", views.receipt_print, name="receipt_print"),
    path(PACKET + "paper/", views.paper, name="paper"),
    path(PACKET + "data/", views.data, name="data"),
    path(PACKET + "wrong-receiver/", views.wrong, name="wrong"),
    path("oversight/disclosures/", views.mistakes, name="mistakes"),
]
