"""Addresses of the room."""

from django.urls import path

from rinnalla.services import views, views_guidance

app_name = "services"
_EPISODE = "cases/<uuid:case_uuid>/services/<uuid:episode_uuid>/"
urlpatterns = [
    path("cases/<uuid:case_uuid>/services/", views.service_list, name="list"),
    path("cases/<uuid:case_uuid>/services/new/", views.choose, name="choose"),
    path("cases/<uuid:case_uuid>/services/other/", views.other, name="other"),
    path(_EPISODE + "beginning/", views.beginning, name="beginning"),
    path(_EPISODE + "wait/", views.wait, name="wait"),
    path(_EPISODE + "interruption/", views.interruption, name="interruption"),
    path(_EPISODE + "resumption/", views.resumption, name="resumption"),
    path(_EPISODE + "ending/", views.ending, name="ending"),
    path("cases/<uuid:case_uuid>/guidance/", views_guidance.guidance_new, name="guidance_new"),
    path("cases/<uuid:case_uuid>/guidance/<uuid:guidance_uuid>/answer/", views_guidance.guidance_answer,
         name="guidance_answer"),
]
