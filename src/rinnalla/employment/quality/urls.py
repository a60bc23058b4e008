"""Addresses of quality reviews."""

from django.urls import path

from rinnalla.employment.quality import views, views_unit

app_name = "quality"
_REVIEW = "coaching/quality/reviews/<uuid:qualityreview_uuid>/"
urlpatterns = [
    path("coaching/quality/", views.units, name="units"),
    path("coaching/quality/times/", views_unit.times, name="times"),
    path("coaching/quality/comparisons/", views_unit.comparisons, name="comparisons"),
    path("coaching/quality/comparisons/<uuid:qualitycomparison_uuid>/", views_unit.comparison, name="comparison"),
    path(
        "coaching/quality/comparisons/<uuid:qualitycomparison_uuid>/agreement/", views_unit.agreement, name="agreement"
    ),
    path(_REVIEW, views.review, name="review"),
    path(_REVIEW + "approval/", views.approval, name="approval"),
    path(_REVIEW + "items/<slug:item_key>/", views.item, name="item"),
    path(_REVIEW + "items/<slug:item_key>/improvements/", views.improvement, name="improvement"),
    path(
        _REVIEW + "improvements/<uuid:qualityimprovement_uuid>/done/", views.improvement_done, name="improvement_done"
    ),
    path("coaching/quality/units/<uuid:unit_uuid>/", views.unit, name="unit"),
    path("coaching/quality/units/<uuid:unit_uuid>/practice/", views_unit.practice, name="practice"),
    path("coaching/quality/units/<uuid:unit_uuid>/times/<uuid:user_uuid>/", views_unit.time, name="time"),
    path("coaching/quality/units/<uuid:unit_uuid>/comparisons/", views_unit.comparison_new, name="comparison_new"),
]
