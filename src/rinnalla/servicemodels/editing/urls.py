"""Addresses of the editor. `place` is the way to a part: a section, then keys and lists by turns."""

from django.urls import path

from rinnalla.servicemodels.editing import views, views_founding

app_name = "editing"
urlpatterns = [
    path("models/founding/", views_founding.founding, name="founding"),
    path("models/<uuid:model_uuid>/administrator/", views_founding.administrator, name="administrator"),
    path("models/<uuid:model_uuid>/draft/", views.front, name="front"),
    path("models/<uuid:model_uuid>/draft/parts/<path:place>/", views.part, name="part"),
    path("models/<uuid:model_uuid>/draft/additions/<path:place>/", views.addition, name="addition"),
    path("models/<uuid:model_uuid>/draft/order/<path:place>/", views.order, name="order"),
    path("models/<uuid:model_uuid>/draft/removals/<path:place>/", views.removal, name="removal"),
    path("models/<uuid:model_uuid>/draft/trial/", views.trial, name="trial"),
    path("models/<uuid:model_uuid>/draft/texts/<str:section>/", views.text, name="text"),
]
