"""Addresses of the room."""

from django.urls import path

from rinnalla.assessments import views

app_name = "assessments"
urlpatterns = [
    path("cases/<uuid:case_uuid>/assessment/", views.assessment, name="assessment"),
    path("cases/<uuid:case_uuid>/assessment/draft/", views.start, name="start"),
    path("cases/<uuid:case_uuid>/assessment/<uuid:assessment_uuid>/", views.version, name="version"),
    path("cases/<uuid:case_uuid>/assessment/<uuid:assessment_uuid>/content/", views.content, name="content"),
    path("cases/<uuid:case_uuid>/assessment/<uuid:assessment_uuid>/correction/", views.correction, name="correction"),
]
