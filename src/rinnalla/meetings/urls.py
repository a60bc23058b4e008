"""Addresses of meetings."""

from django.urls import path

from rinnalla.meetings import views, views_figures
from rinnalla.meetings import views_record as after
from rinnalla.meetings.arranging import views as arranging
from rinnalla.meetings.minutes import views as minutes
from rinnalla.meetings.teamdays import views as teamdays

app_name = "meetings"
CASE = "cases/<uuid:case_uuid>/meetings/"
MEETING = CASE + "<uuid:meeting_uuid>/"
urlpatterns = [
    path("meetings/", views.mine, name="list"),
    path("meetings/figures/", views_figures.figures, name="figures"),
    path("team-days/", teamdays.days, name="days"),
    path("team-days/new/", teamdays.day_new, name="day_new"),
    path("team-days/<uuid:day_uuid>/", teamdays.day, name="day"),
    path("team-days/<uuid:day_uuid>/calling-off/", teamdays.calling_off, name="calling_off"),
    path(CASE, views.case_list, name="case_list"),
    path(CASE + "new/", views.convene, name="convene"),
    path(CASE + "bookings/new/", teamdays.booking_new, name="booking_new"),
    path(CASE + "joint-service/", arranging.joint_service, name="joint_service"),
    path(MEETING, views.meeting, name="meeting"),
    path(MEETING + "time/", views.move, name="move"),
    path(MEETING + "cancellation/", views.cancel, name="cancel"),
    path(MEETING + "absence/", views.absence, name="absence"),
    path(MEETING + "confirmation/", teamdays.confirmation, name="confirmation"),
    path(MEETING + "support/", arranging.support, name="support"),
    path(MEETING + "in-advance/", arranging.in_advance, name="in_advance"),
    path(MEETING + "guests/new/", arranging.guest_new, name="guest_new"),
    path(MEETING + "participants/<uuid:participant_uuid>/part/", arranging.part, name="part"),
    path(MEETING + "recorder/", arranging.recorder, name="recorder"),
    path(MEETING + "tasks/new/", arranging.task_new, name="task_new"),
    path(MEETING + "tasks/<uuid:task_uuid>/done/", arranging.task_done, name="task_done"),
    path(MEETING + "calendar/", arranging.calendar, name="calendar"),
    path(MEETING + "holding/", after.holding, name="holding"),
    path(MEETING + "decisions/new/", after.decision_new, name="decision_new"),
    path(MEETING + "decisions/service/", minutes.service_decision, name="service_decision"),
    path(MEETING + "decisions/clearing/", minutes.clearing_decision, name="clearing_decision"),
    path(MEETING + "team-decisions/new/", minutes.team_decision, name="team_decision"),
    path(MEETING + "lines/new/", minutes.line_new, name="line_new"),
    path(MEETING + "lines/<uuid:line_uuid>/", minutes.line_change, name="line_change"),
    path(MEETING + "lines/<uuid:line_uuid>/removal/", minutes.line_removal, name="line_removal"),
    path(MEETING + "extract/", minutes.extract, name="extract"),
    path(MEETING + "extract/print/", minutes.extract_paper, name="extract_paper"),
    path(MEETING + "extract/file/", minutes.extract_file, name="extract_file"),
    path(MEETING + "extract/entry/", minutes.entry_new, name="entry_new"),
    path(MEETING + "withdrawal/", minutes.withdrawal, name="withdrawal"),
    path(MEETING + "misdeliveries/new/", minutes.misdelivery_new, name="misdelivery_new"),
    path(MEETING + "record/", after.record, name="record"),
    path(MEETING + "closure/", after.closure, name="closure"),
    path(MEETING + "deliveries/new/", after.delivery_new, name="delivery_new"),
    path(MEETING + "corrections/new/", after.correction_new, name="correction_new"),
    path(MEETING + "print/", after.paper, name="print"),
]
