"""Addresses of service panels and of reviews of texts."""

from django.urls import path

from rinnalla.feedback.panels import views

app_name = "panels"
urlpatterns = [
    path("panels/", views.panels, name="panels"),
    path("panels/new/", views.panel_new, name="new"),
    path("panels/<uuid:servicepanel_uuid>/proposals/new/", views.proposal_new, name="proposal_new"),
    path("panels/proposals/<uuid:panelproposal_uuid>/answer/", views.answer, name="answer"),
    path("panels/reviews/", views.reviews, name="reviews"),
    path("panels/reviews/new/", views.review_new, name="review_new"),
    path("panels/reviews/<uuid:textreview_uuid>/outcome/", views.review_settle, name="review_settle"),
]
