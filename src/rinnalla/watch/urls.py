"""Addresses of the watch."""

from django.urls import path

from rinnalla.watch import views

app_name = "watch"
urlpatterns = [
    path("oversight/alerts/", views.alerts, name="alerts"),
    path("oversight/alerts/<uuid:alert_uuid>/", views.alert, name="alert"),
    path("oversight/stops/<uuid:readingmark_uuid>/", views.lift, name="lift"),
    path("reading/settled/", views.settled, name="settled"),
]
