"""Addresses of meetings."""

from django.urls import path

from rinnalla.meetings import views
from rinnalla.meetings import views_record as after

app_name = "meetings"
CASE = "cases/<uuid:case_uuid>/meetings/"
MEETING = CASE + "<uuid:meeting_uuid>/"
urlpatterns = [
    path("meetings/", views.mine, name="list"),
    path(CASE, views.case_list, name="case_list"),
    path(CASE + "new/", views.convene, name="convene"),
    path(MEETING, views.meeting, name="meeting"),
    path(MEETING + "time/", views.move, name="move"),
    path(MEETING + "cancellation/", views.cancel, name="cancel"),
    path(MEETING + "absence/", views.absence, name="absence"),
    path(MEETING + "holding/", after.holding, name="holding"),
    path(MEETING + "decisions/new/", after.decision_new, name="decision_new"),
    path(MEETING + "record/", after.record, name="record"),
    path(MEETING + "closure/", after.closure, name="closure"),
    path(MEETING + "deliveries/new/", after.delivery_new, name="delivery_new"),
    path(MEETING + "corrections/new/", after.correction_new, name="correction_new"),
    path(MEETING + "print/", after.paper, name="print"),
]
