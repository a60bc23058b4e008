"""Addresses of the screens that span rooms."""

from django.urls import path

from rinnalla.desk import views, views_filters, views_missing, views_oversight, views_path, views_supports

app_name = "desk"
urlpatterns = [
    path("day/", views.my_day, name="my_day"),
    path("cases/", views.case_list, name="case_list"),
    path("cases/filters/new/", views_filters.filter_new, name="filter_new"),
    path("cases/filters/<uuid:savedfilter_uuid>/", views_filters.filter_change, name="filter_change"),
    path("cases/filters/<uuid:savedfilter_uuid>/removal/", views_filters.filter_drop, name="filter_drop"),
    path("cases/missing/", views_missing.missing_records, name="missing"),
    path("cases/order/", views.case_order, name="case_order"),
    path("cases/<uuid:case_uuid>/", views.case, name="case"),
    path("cases/<uuid:case_uuid>/contacts/quick/", views.quick_note, name="quick_note"),
    path("cases/<uuid:case_uuid>/log/", views.case_log, name="case_log"),
    path("services/path/", views_path.path, name="path"),
    path("figures/support/", views_supports.support_figures, name="supports"),
    path("log/", views_oversight.oversight, name="oversight"),
    path("search/", views.search, name="search"),
]
