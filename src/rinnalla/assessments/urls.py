"""Addresses of the room."""

from django.urls import path

from rinnalla.assessments import views, views_instruments, views_support

app_name = "assessments"
urlpatterns = [
    path("cases/<uuid:case_uuid>/assessment/", views.assessment, name="assessment"),
    path("cases/<uuid:case_uuid>/assessment/draft/", views.start, name="start"),
    path("cases/<uuid:case_uuid>/assessment/<uuid:assessment_uuid>/", views.version, name="version"),
    path("cases/<uuid:case_uuid>/assessment/<uuid:assessment_uuid>/content/", views.content, name="content"),
    path("cases/<uuid:case_uuid>/assessment/<uuid:assessment_uuid>/correction/", views.correction, name="correction"),
    path("cases/<uuid:case_uuid>/assessment/<uuid:assessment_uuid>/support/", views_support.support, name="support"),
    path("handbook/instruments/", views_instruments.instruments, name="instruments"),
    path(
        "cases/<uuid:case_uuid>/assessment/<uuid:assessment_uuid>/instruments/", views_instruments.chosen,
        name="chosen_instruments",
    ),
    path(
        "cases/<uuid:case_uuid>/assessment/<uuid:assessment_uuid>/instruments/<uuid:use_uuid>/removal/",
        views_instruments.removal, name="instrument_removal",
    ),
    path(
        "cases/<uuid:case_uuid>/assessment/<uuid:assessment_uuid>/support/<slug:subject>/", views_support.choose,
        name="choose",
    ),
]
