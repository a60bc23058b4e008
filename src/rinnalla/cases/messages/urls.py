"""Addresses of the client's messages on the team's side."""

from django.urls import path

from rinnalla.cases.messages import views

app_name = "messages"
MESSAGES = "cases/<uuid:case_uuid>/messages/"
urlpatterns = [
    path(MESSAGES, views.thread, name="thread"),
    path(MESSAGES + "new/", views.new, name="new"),
    path(MESSAGES + "<uuid:message_uuid>/answer/", views.settle, name="settle"),
]
