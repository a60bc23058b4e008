"""Addresses of feedback: what a client has said by name, and the words picked to be published."""

from django.urls import path

from rinnalla.feedback import views

app_name = "feedback"
urlpatterns = [
    path("cases/<uuid:case_uuid>/feedback/", views.of_case, name="of_case"),
    path("feedback/quotes/", views.quotes, name="quotes"),
]
