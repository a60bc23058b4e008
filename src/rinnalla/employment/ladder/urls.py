"""Addresses of the steps towards work."""

from django.urls import path

from rinnalla.employment.ladder import views

app_name = "ladder"
_CASE = "cases/<uuid:case_uuid>/ladder/"
urlpatterns = [
    path(_CASE, views.ladder, name="ladder"),
    path(_CASE + "move/", views.move, name="move"),
    path(_CASE + "<uuid:move_uuid>/withdrawal/", views.withdrawal, name="withdrawal"),
]
