"""Addresses of the room."""

from django.urls import path

from rinnalla.employment import views, views_day, views_team, views_work

app_name = "employment"
_CASE = "cases/<uuid:case_uuid>/coaching/"
_ONE = _CASE + "<uuid:episode_uuid>/"
urlpatterns = [
    path("coaching/", views_day.coach_day, name="day"),
    path("coaching/clients/", views_day.clients, name="clients"),
    path("coaching/contact/", views_day.to_contact, name="to_contact"),
    path("coaching/team/", views_team.own_team, name="team"),
    path("coaching/teams/<uuid:unit_uuid>/", views_team.team, name="team_of"),
    path("coaching/figures/", views_day.region_figures, name="figures"),
    path("coaching/limits/", views_day.limits, name="limits"),
    path("coaching/limits/<uuid:unit_uuid>/", views_day.limit, name="limit"),
    path(_CASE, views.coaching, name="coaching"),
    path(_CASE + "start/", views.start, name="start"),
    path(_CASE + "queue/", views.queue, name="queue"),
    path(_ONE + "taking/", views.taking, name="taking"),
    path(_ONE + "queue-exit/", views.queue_exit, name="queue_exit"),
    path(_ONE + "handover/", views.handover, name="handover"),
    path(_ONE + "stop/", views.stop, name="stop"),
    path(_ONE + "talk/", views.talk, name="talk"),
    path(_ONE + "ending/", views.ending, name="ending"),
    path(_ONE + "contact/", views_work.contact, name="contact"),
    path(_ONE + "profile/", views_work.profile, name="profile"),
    path(_ONE + "next/", views_work.next_step, name="next"),
    path(_ONE + "applications/", views_work.application_new, name="application_new"),
    path(_ONE + "applications/<uuid:application_uuid>/", views_work.application, name="application"),
    path(_ONE + "jobs/", views_work.job_new, name="job_new"),
    path(_ONE + "jobs/<uuid:job_uuid>/match/", views_work.job_match, name="job_match"),
    path(_ONE + "jobs/<uuid:job_uuid>/ending/", views_work.job_ending, name="job_ending"),
    path(_ONE + "review/", views_work.review, name="review"),
]
