"""Addresses of the reports."""

from django.urls import path

from rinnalla.reports import views, views_catalogue, views_feedback
from rinnalla.reports.boards import views as boards
from rinnalla.reports.boards.quarter import views as steering
from rinnalla.reports.coaching import views as coaching
from rinnalla.reports.indicators import views as indicators
from rinnalla.reports.joint import views as joint
from rinnalla.reports.regions import views as regions
from rinnalla.reports.statistics import views as statistics
from rinnalla.reports.unused import views as unused
from rinnalla.reports.yearly import views as yearly

app_name = "reports"
_STATISTIC = "reports/statistics/<uuid:statisticssnapshot_uuid>/"
urlpatterns = [
    path("reports/", views.home, name="home"),
    path("reports/definitions/", views_catalogue.catalogue, name="definitions"),
    path("reports/definitions/file/", views_catalogue.catalogue_file, name="definitions_file"),
    path("reports/boards/", boards.region_page, name="boards"),
    path("reports/boards/file/", boards.region_file, name="boards_file"),
    path("reports/boards/needs/", boards.needs_page, name="needs"),
    path("reports/boards/needs/file/", boards.needs_file, name="needs_file"),
    path("reports/boards/guidance/", boards.guidance_page, name="guidance"),
    path("reports/boards/guidance/file/", boards.guidance_file, name="guidance_file"),
    path("reports/boards/groups/", boards.groups_page, name="groups"),
    path("reports/boards/groups/file/", boards.groups_file, name="groups_file"),
    path("reports/boards/quarter/", steering.quarter_page, name="quarter"),
    path("reports/boards/quarter/file/", steering.quarter_file, name="quarter_file"),
    path("reports/indicators/", indicators.page, name="indicators"),
    path("reports/indicators/file/", indicators.as_list, name="indicators_file"),
    path("reports/progress/", views.progress_page, name="progress"),
    path("reports/progress/file/", views.progress_file, name="progress_file"),
    path("reports/continuity/", views.continuity_page, name="continuity"),
    path("reports/continuity/file/", views.continuity_file, name="continuity_file"),
    path("reports/costs/", views.costs_page, name="costs"),
    path("reports/costs/file/", views.costs_file, name="costs_file"),
    path("reports/feedback/", views_feedback.feedback_page, name="feedback"),
    path("reports/feedback/file/", views_feedback.feedback_file, name="feedback_file"),
    path("reports/together/", joint.page, name="joint"),
    path("reports/together/file/", joint.as_list, name="joint_file"),
    path("reports/schools/", yearly.schools_page, name="schools"),
    path("reports/schools/file/", yearly.schools_file, name="schools_file"),
    path("reports/guided/", yearly.guided_page, name="guided"),
    path("reports/guided/file/", yearly.guided_file, name="guided_file"),
    path("reports/regions/", regions.page, name="regions"),
    path("reports/regions/file/", regions.as_list, name="regions_file"),
    path("reports/regions/joining/", regions.join, name="regions_join"),
    path("reports/regions/leaving/", regions.leave, name="regions_leave"),
    path("reports/unused/", unused.page, name="unused"),
    path("reports/unused/file/", unused.as_list, name="unused_file"),
    path("reports/statistics/", statistics.snapshots, name="snapshots"),
    path("reports/statistics/new/", statistics.snapshot_new, name="snapshot_new"),
    path("reports/statistics/compared/", statistics.compared, name="snapshots_compared"),
    path("reports/statistics/compared/file/", statistics.compared_file, name="snapshots_compared_file"),
    path("reports/statistics/employment-rate/", statistics.employment_rate, name="employment_rate"),
    path("reports/statistics/employment-rate/file/", statistics.employment_rate_file, name="employment_rate_file"),
    path(_STATISTIC, statistics.snapshot, name="snapshot"),
    path(_STATISTIC + "file/", statistics.snapshot_file, name="snapshot_file"),
    path(_STATISTIC + "correction/", statistics.snapshot_correction, name="snapshot_correction"),
    path("reports/coaching/", coaching.results, name="coaching"),
    path("reports/coaching/file/", coaching.results_file, name="coaching_file"),
    path("reports/coaching/evaluation/", coaching.evaluation_page, name="coaching_evaluation"),
    path("reports/coaching/evaluation/file/", coaching.evaluation_file, name="coaching_evaluation_file"),
    path("reports/coaching/units/<uuid:unit_uuid>/", coaching.unit_results, name="coaching_unit"),
    path("reports/coaching/units/<uuid:unit_uuid>/file/", coaching.unit_file, name="coaching_unit_file"),
]
