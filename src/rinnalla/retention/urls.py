"""Addresses of retention: the officer's pages, and the record of processing."""

from django.urls import path

from rinnalla.retention.erasing import views as erasing
from rinnalla.retention.holds import views as holds
from rinnalla.retention.processing import views as processing

app_name = "retention"
urlpatterns = [
    path("retention/", erasing.home, name="home"),
    path("retention/erased/", erasing.erased, name="erased"),
    path("retention/holds/", holds.holds, name="holds"),
    path("retention/holds/new/", holds.hold_new, name="hold_new"),
    path("retention/holds/<uuid:hold_uuid>/review/", holds.hold_review, name="hold_review"),
    path("retention/holds/<uuid:hold_uuid>/end/", holds.hold_end, name="hold_end"),
    path("retention/deaths/new/", holds.death_new, name="death_new"),
    path("processing/", processing.page, name="processing"),
]
