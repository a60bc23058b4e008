"""Addresses of the register of employers."""

from django.urls import path

from rinnalla.employers import views
from rinnalla.employers.contacting import views as contacting
from rinnalla.employers.plans_together import views as together
from rinnalla.employers.telling import views as telling
from rinnalla.employers.toolkit import views as kit
from rinnalla.employers.vacancies import views as vacancies

app_name = "employers"
ONE = "employers/<uuid:employer_uuid>/"
PLAN = "employers/plans/<uuid:employerplan_uuid>/"
CONTACT = ONE + "contacts/<uuid:employercontact_uuid>/"
VACANCY = ONE + "vacancies/<uuid:vacancy_uuid>/"
urlpatterns = [
    path("employers/", views.employers, name="list"),
    path("employers/new/", views.new, name="new"),
    path("employers/needs/", contacting.needs, name="needs"),
    path("employers/toolkit/", kit.toolkit, name="toolkit"),
    path("employers/plans/", together.plans, name="plans_together"),
    path("employers/plans/new/", together.new, name="plan_together_new"),
    path(PLAN, together.plan, name="plan_together"),
    path(PLAN + "targets/new/", together.target_new, name="plan_target_new"),
    path(PLAN + "targets/<uuid:plantarget_uuid>/", together.target, name="plan_target"),
    path(PLAN + "measures/new/", together.measure_new, name="plan_measure_new"),
    path(PLAN + "measures/<uuid:planmeasure_uuid>/done/", together.measure_done, name="plan_measure_done"),
    path(PLAN + "closing/", together.closing, name="plan_closing"),
    path("employers/vacancies/", vacancies.vacancies, name="vacancies"),
    path("employers/vacancies/reading/", vacancies.reading, name="vacancies_reading"),
    path(ONE, views.employer, name="employer"),
    path(ONE + "edit/", views.edit, name="edit"),
    path(ONE + "owner/", views.owner, name="owner"),
    path(ONE + "workplaces/new/", views.workplace_new, name="workplace_new"),
    path(ONE + "workplaces/<uuid:workplace_uuid>/", views.workplace, name="workplace"),
    path(ONE + "people/new/", views.person_new, name="person_new"),
    path(ONE + "people/<uuid:employerperson_uuid>/", views.person, name="person"),
    path(ONE + "people/<uuid:employerperson_uuid>/removal/", views.person_removal, name="person_removal"),
    path(ONE + "contacts/plan/", contacting.plan, name="plan"),
    path(ONE + "contacts/new/", contacting.contact_new, name="contact_new"),
    path(CONTACT + "held/", contacting.contact_held, name="contact_held"),
    path(CONTACT + "drop/", contacting.contact_drop, name="contact_drop"),
    path(ONE + "promises/new/", contacting.promise_new, name="promise_new"),
    path(ONE + "promises/<uuid:employerpromise_uuid>/kept/", contacting.promise_kept, name="promise_kept"),
    path(ONE + "needs/new/", contacting.need_new, name="need_new"),
    path(ONE + "needs/<uuid:employerneed_uuid>/closing/", contacting.need_closing, name="need_closing"),
    path(ONE + "needs/<uuid:employerneed_uuid>/vacancy/", vacancies.of_need, name="need_vacancy"),
    path(ONE + "vacancies/new/", vacancies.new, name="vacancy_new"),
    path(VACANCY, vacancies.vacancy, name="vacancy"),
    path(VACANCY + "edit/", vacancies.edit, name="vacancy_edit"),
    path(VACANCY + "closing/", vacancies.closing, name="vacancy_closing"),
    path(VACANCY + "reopening/", vacancies.reopening, name="vacancy_reopening"),
    path(VACANCY + "tasks/new/", vacancies.task_new, name="task_new"),
    path(VACANCY + "tasks/<uuid:taskpart_uuid>/", vacancies.task, name="task"),
    path(VACANCY + "tasks/<uuid:taskpart_uuid>/removal/", vacancies.task_removal, name="task_removal"),
    path("cases/<uuid:case_uuid>/employers/", telling.employers, name="of_case"),
    path("cases/<uuid:case_uuid>/employers/<uuid:employer_uuid>/told/new/", telling.told_new, name="told_new"),
]
