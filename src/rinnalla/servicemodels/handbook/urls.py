"""Addresses of the handbook."""

from django.urls import path

from rinnalla.servicemodels.handbook import views, views_edit

app_name = "handbook"
CHAPTER = "handbook/chapters/<slug:chapter_key>/"
MODEL = "handbook/models/<slug:model_key>/"
urlpatterns = [
    path("handbook/", views.front, name="front"),
    path(CHAPTER, views.chapter, name="chapter"),
    path(CHAPTER + "versions/<slug:version_name>/", views.chapter_version, name="chapter_version"),
    path(CHAPTER + "text/", views_edit.chapter_text, name="chapter_text"),
    path(MODEL, views.model, name="model"),
    path(MODEL + "versions/<slug:version_name>/", views.model_version, name="model_version"),
    path(MODEL + "text/", views_edit.model_text, name="model_text"),
    path(MODEL + "status/", views_edit.model_status, name="model_status"),
    path(MODEL + "adoption/", views_edit.adoption_new, name="adoption_new"),
    path("handbook/instruments/<slug:instrument_key>/status/", views_edit.instrument_status, name="instrument_status"),
    path("handbook/adoption/", views_edit.adoption, name="adoption"),
    path("handbook/concepts/", views.concepts, name="concepts"),
    path("handbook/programmes/", views.programmes, name="programmes"),
    path("handbook/networks/", views.networks, name="networks"),
]
