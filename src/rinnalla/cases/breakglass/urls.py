"""Addresses of emergency access."""

from django.urls import path

from rinnalla.cases.breakglass import views

app_name = "breakglass"
ONE = "emergency/<uuid:breakglass_uuid>/"
urlpatterns = [
    path("emergency/", views.requests, name="requests"),
    path("emergency/new/", views.new, name="new"),
    path(ONE + "approval/", views.approval, name="approval"),
    path(ONE + "refusal/", views.refusal, name="refusal"),
    path(ONE + "ending/", views.ending, name="ending"),
    path("emergency/reviews/", views.reviews, name="reviews"),
    path("emergency/reviews/<uuid:breakglass_uuid>/", views.review, name="review"),
]
