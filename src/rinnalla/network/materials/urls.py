"""Addresses of the material bank, and of what everybody may read."""

from django.urls import path

from rinnalla.network.materials import views, views_public

_ONE = "materials/<uuid:material_uuid>/"
_VERSION = _ONE + "versions/<uuid:materialversion_uuid>/"
urlpatterns = [
    path("materials/", views.materials, name="materials"),
    path("materials/new/", views.material_new, name="material_new"),
    path(_ONE, views.material, name="material"),
    path(_ONE + "versions/new/", views.version_new, name="material_version_new"),
    path(_VERSION, views.version, name="material_version"),
    path(_VERSION + "file/", views.file, name="material_file"),
    path(_ONE + "review/", views.material_review, name="material_review"),
    path(_ONE + "withdrawal/", views.material_withdraw, name="material_withdraw"),
    path(_ONE + "use/", views.material_use, name="material_use"),
    path("read/", views_public.read, name="read"),
    path("read/<uuid:material_uuid>/", views_public.read_one, name="read_one"),
    path("read/<uuid:material_uuid>/file/", views_public.read_file, name="read_file"),
]
