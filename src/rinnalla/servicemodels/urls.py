"""Addresses of the room; those of the editor are in `editing/urls.py`."""

from django.urls import path

from rinnalla.servicemodels import views

app_name = "servicemodels"
urlpatterns = [
    path("models/", views.versions, name="list"),
    path("models/regions/", views.regions, name="regions"),
    path("models/drafts/", views.draft_new, name="draft_new"),
    path("models/<uuid:model_uuid>/", views.version, name="version"),
    path("models/<uuid:model_uuid>/difference/", views.version_difference, name="difference"),
    path("models/<uuid:model_uuid>/preview/", views.preview, name="preview"),
    path("models/<uuid:model_uuid>/publication/", views.publication, name="publication"),
    path("models/<uuid:model_uuid>/removal/", views.removal, name="removal"),
]
