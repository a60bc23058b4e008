"""Addresses of what clients ask of their own data, on the side of whoever answers."""

from django.urls import path

from rinnalla.retention.requests import views, views_corrections

app_name = "rights"
CORRECTIONS = "cases/<uuid:case_uuid>/corrections/"
urlpatterns = [
    path("rights/", views.waiting, name="list"),
    path("rights/<uuid:request_uuid>/", views.request, name="request"),
    path("rights/<uuid:request_uuid>/extension/", views.extension, name="extension"),
    path(CORRECTIONS, views_corrections.corrections, name="corrections"),
    path(CORRECTIONS + "<uuid:request_uuid>/", views_corrections.correction, name="correction"),
]
