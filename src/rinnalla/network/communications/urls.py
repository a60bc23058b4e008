"""Addresses of communications and experiences."""

from django.urls import path

from rinnalla.network.communications import views
from rinnalla.network.communications import views_experiences as experiences

_ITEM = "communications/<uuid:communicationitem_uuid>/"
urlpatterns = [
    path("communications/", views.communications, name="communications"),
    path("communications/plan/", views.plan_set, name="communication_plan"),
    path("communications/new/", views.item_new, name="communication_new"),
    path("communications/figures/", views.communication_figures, name="communication_figures"),
    path("communications/awareness/new/", views.awareness_new, name="awareness_new"),
    path("communications/experiences/", experiences.experiences, name="experiences"),
    path("communications/experiences/new/", experiences.experience_new, name="experience_new"),
    path("communications/experiences/report/", experiences.experience_report, name="experience_report"),
    path(
        "communications/experiences/<uuid:experiencenote_uuid>/taking-back/", experiences.experience_take_back,
        name="experience_take_back",
    ),
    path(_ITEM, views.item, name="communication"),
    path(_ITEM + "change/", views.item_change, name="communication_change"),
    path(_ITEM + "check/", views.item_check, name="communication_check"),
    path(_ITEM + "publication/", views.item_publish, name="communication_publish"),
    path(_ITEM + "dropping/", views.item_drop, name="communication_drop"),
    path(_ITEM + "seen/", views.item_seen, name="communication_seen"),
]
