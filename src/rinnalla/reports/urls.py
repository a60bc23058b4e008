"""Addresses of the reports."""

from django.urls import path

from rinnalla.reports import views, views_feedback

app_name = "reports"
urlpatterns = [
    path("reports/", views.home, name="home"),
    path("reports/progress/", views.progress_page, name="progress"),
    path("reports/progress/file/", views.progress_file, name="progress_file"),
    path("reports/continuity/", views.continuity_page, name="continuity"),
    path("reports/continuity/file/", views.continuity_file, name="continuity_file"),
    path("reports/costs/", views.costs_page, name="costs"),
    path("reports/costs/file/", views.costs_file, name="costs_file"),
    path("reports/feedback/", views_feedback.feedback_page, name="feedback"),
    path("reports/feedback/file/", views_feedback.feedback_file, name="feedback_file"),
]
