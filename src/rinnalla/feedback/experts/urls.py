"""Addresses of support by experts by experience, and of their rewards."""

from django.urls import path

from rinnalla.feedback.experts import views

app_name = "experts"
OF_CASE = "cases/<uuid:case_uuid>/expert/"
ONE = OF_CASE + "<uuid:expertsupport_uuid>/"
urlpatterns = [
    path(OF_CASE, views.support, name="support"),
    path(OF_CASE + "new/", views.ask, name="ask"),
    path(ONE + "naming/", views.naming, name="naming"),
    path(ONE + "contacts/new/", views.contact_new, name="contact_new"),
    path(ONE + "ending/", views.ending, name="ending"),
    path("experts/rewards/", views.rewards, name="rewards"),
    path("experts/rewards/new/", views.reward_new, name="reward_new"),
]
