"""Roles: named sets of permissions, each with a sentence for people. Stored as short keys, never as code paths.

The templates follow STM decree 457/2024 (`domain.md` 1.1): who answers broadly for a client, who carries out one
service, who administers. A region may narrow a role, never widen it. `docs/access.md` is the source; a test compares.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rinnalla.access.permissions import Permission as P


@dataclass(frozen=True)
class Role:
    """A role key with its name, its sentence, its permissions and the field groups it may ever see."""

    key: str
    name: str | Promise
    sentence: str | Promise
    permissions: frozenset[P]
    field_groups: frozenset[str]


BASICS = "basics"
SOCIAL = "social"
HEALTH = "health"
SPECIAL = "special"
LIVELIHOOD = "livelihood"
EMPLOYMENT = "employment"
AUTHORITY = "authority"
ALL_GROUPS = frozenset({BASICS, SOCIAL, HEALTH, SPECIAL, LIVELIHOOD, EMPLOYMENT, AUTHORITY})

_EVERY_STAFF = {
    P.MEMBERSHIP_CHOOSE, P.DRAFT_KEEP, P.PASSWORD_CHANGE, P.CATALOGUE_VIEW, P.DAY_VIEW, P.MODEL_VIEW, P.LEARNING_JOIN,
}
_MEETS_NEEDS = _EVERY_STAFF | {
    P.CASE_LIST,
    P.CASE_VIEW,
    P.NEED_IDENTIFY,
    P.REFERRAL_SEND,
    P.CONSULTATION_ASK,
    P.CONSULTATION_ANSWER,
    P.GUIDANCE_NOTE,
    P.PLAN_VIEW,
    P.PROGRESS_ASK,
    P.ACTION_ACCEPT,
    P.STEP_PROPOSE,
    P.MEETING_VIEW,
    P.PEOPLE_SEARCH,
    P.CARD_CHECK,
}
_WORKS_IN_CASE = _MEETS_NEEDS | {
    P.ABSENCE_SET,
    P.WORKTIME_NOTE,
    P.CASE_EDIT,
    P.ASSESSMENT_VIEW,
    P.PLAN_EDIT,
    P.SERVICE_VIEW,
    P.SERVICE_EDIT,
    P.COACHING_VIEW,
    P.MEETING_CONVENE,
    P.MEETING_RECORD,
}
_HOLDS_CASES = _WORKS_IN_CASE | {
    P.ASSESSMENT_EDIT,
    P.COACHING_ARRANGE,
    P.TEAM_EDIT,
    P.HANDOVER,
    P.RESPONSIBLE_NAME,
    P.CASE_CLOSE,
    P.CASE_OPEN,
    P.HETU_REVEAL,
    P.LOG_VIEW,
    P.TEAM_DAY_OPEN,
    P.FEEDBACK_READ,
    P.EXPERT_SUPPORT,
    P.BREAK_GLASS_OPEN,
    P.EMPLOYER_VIEW,
    P.EMPLOYER_TELL,
    P.MANDATE_RECORD,
    P.PURCHASE_VIEW,
    P.BONUS_PROPOSE,
    P.BONUS_CONFIRM,
}
_COORDINATES = _HOLDS_CASES | {
    P.TEAM_BOARD, P.REFERRAL_TRIAGE, P.REFERRAL_ROUTE, P.REFERRALS_IMPORT, P.PEOPLE_MERGE, P.PANEL_RECORD,
    P.AGREEMENT_VIEW, P.LETTER_RECORD, P.EMPLOYER_EDIT, P.LEARNING_ARRANGE, P.MATERIAL_KEEP, P.COMMUNICATION_KEEP,
    P.DEVELOPMENT_RECORD,
}


def _role(
    key: str, name: str | Promise, sentence: str | Promise, permissions: Iterable[P], groups: Iterable[str]
) -> Role:
    return Role(key, name, sentence, frozenset(permissions), frozenset(groups))


ROLES: dict[str, Role] = {
    role.key: role
    for role in (
        _role(
            "responsible_worker", _("Asiakasvastaava"), _("Vastaa asiakkaan kokonaisuudesta."), _HOLDS_CASES, ALL_GROUPS
        ),
        _role(
            "coordinator",
            _("Työkykykoordinaattori"),
            _("Ottaa vastaan, järjestää ja kokoaa tiimin."),
            _COORDINATES,
            ALL_GROUPS,
        ),
        _role(
            "job_coach",
            _("Työhönvalmentaja"),
            _("Kulkee rinnalla työtä etsittäessä ja työssä."),
            _WORKS_IN_CASE
            | {P.COACHING_ARRANGE, P.COACHING_TAKE, P.COACHING_EDIT}
            | {P.EMPLOYER_VIEW, P.EMPLOYER_EDIT, P.EMPLOYER_TELL, P.LETTER_RECORD, P.QUALITY_VIEW, P.QUALITY_REVIEW}
            | {P.MATERIAL_KEEP},
            {BASICS, SOCIAL, EMPLOYMENT, LIVELIHOOD},
        ),
        _role(
            "doctor",
            _("Lääkäri"),
            _("Arvioi työ- ja toimintakykyä."),
            _WORKS_IN_CASE | {P.ASSESSMENT_EDIT, P.TEAM_DAY_OPEN, P.BREAK_GLASS_OPEN},
            ALL_GROUPS - {AUTHORITY},
        ),
        _role(
            "nurse",
            _("Sairaanhoitaja"),
            _("Tekee terveystarkastukset ja tukee hoitoa."),
            _WORKS_IN_CASE | {P.ASSESSMENT_EDIT, P.BREAK_GLASS_OPEN},
            ALL_GROUPS - {AUTHORITY},
        ),
        _role(
            "social_worker",
            _("Sosiaalityöntekijä"),
            _("Tukee arjessa, asumisessa ja toimeentulossa."),
            _HOLDS_CASES,
            ALL_GROUPS - {SPECIAL},
        ),
        _role(
            "employment_expert",
            _("Työllisyysasiantuntija"),
            _("Vastaa työnhausta ja työllisyyspalveluista."),
            _HOLDS_CASES | {P.EMPLOYER_EDIT, P.LETTER_RECORD, P.MATERIAL_KEEP},
            {BASICS, SOCIAL, EMPLOYMENT, LIVELIHOOD},
        ),
        _role(
            "kela_expert",
            _("Kelan työkykyneuvoja"),
            _("Vastaa Kelan etuuksista ja kuntoutuksesta."),
            _WORKS_IN_CASE,
            {BASICS, HEALTH, LIVELIHOOD, EMPLOYMENT},
        ),
        _role(
            "experience_expert",
            _("Kokemusasiantuntija"),
            _("Tukee omalla kokemuksellaan."),
            _EVERY_STAFF
            | {P.CASE_LIST, P.CASE_VIEW, P.MEETING_VIEW, P.EXPERT_SUPPORT, P.PANEL_RECORD, P.REWARD_VIEW},
            {BASICS},
        ),
        _role(
            "employer_coordinator",
            _("Työnantajakoordinaattori"),
            _("Hoitaa työnantajien yhteydenpidon."),
            _EVERY_STAFF
            | {P.NEED_IDENTIFY, P.REFERRAL_SEND, P.CONSULTATION_ASK, P.CARD_CHECK, P.EMPLOYER_VIEW, P.EMPLOYER_EDIT}
            | {P.LETTER_RECORD, P.MATERIAL_KEEP, P.COMMUNICATION_KEEP, P.DEVELOPMENT_RECORD},
            {BASICS, EMPLOYMENT},
        ),
        _role(
            "provider_worker",
            _("Palveluntuottajan työntekijä"),
            _("Antaa ostettua palvelua. Näkee siihen osoitetuista asiakkaista vain sen, mitä palvelu tarvitsee."),
            _EVERY_STAFF | {P.PROVIDER_CLIENTS, P.PURCHASE_VIEW, P.PURCHASE_REPORT, P.BONUS_PROPOSE},
            {BASICS, EMPLOYMENT},
        ),
        _role(
            "manager",
            _("Esihenkilö"),
            _("Näkee luvut ja sen, missä kukaan ei vielä vastaa."),
            _EVERY_STAFF
            | {P.FIGURES_VIEW, P.BOARD_VIEW, P.CARD_CHECK, P.MODEL_EDIT, P.MODEL_PUBLISH, P.ADOPTION_SET}
            | {P.CASELOAD_SET, P.PANEL_RECORD, P.PANEL_ANSWER, P.REWARD_VIEW, P.REWARD_RECORD, P.EMPLOYER_VIEW}
            | {P.AGREEMENT_VIEW, P.LETTER_RECORD, P.PURCHASE_VIEW, P.PURCHASE_RECORD, P.PURCHASE_REPORT}
            | {P.LEARNING_ARRANGE, P.MATERIAL_KEEP, P.COMMUNICATION_KEEP}
            | {P.DEVELOPMENT_RECORD}
            | {P.QUALITY_VIEW, P.QUALITY_REVIEW, P.QUALITY_APPROVE},
            set(),
        ),
        _role(
            "decision_maker",
            _("Päättäjä"),
            _("Näkee alueen luvut, ei kenenkään tietoja."),
            {P.MEMBERSHIP_CHOOSE, P.PASSWORD_CHANGE, P.BOARD_VIEW},
            set(),
        ),
        _role(
            "organisation_admin",
            _("Organisaation pääkäyttäjä"),
            _("Hoitaa käyttäjät ja yksiköt, ei asiakastietoja."),
            _EVERY_STAFF
            | {P.USERS_MANAGE, P.UNITS_MANAGE, P.ADOPTION_SET, P.PROCESSING_VIEW, P.AGREEMENT_VIEW, P.AGREEMENT_END},
            set(),
        ),
        _role(
            "data_protection_officer",
            _("Tietosuojavastaava"),
            _("Valvoo käyttöä lokista."),
            _EVERY_STAFF
            | {P.LOG_VIEW, P.LOG_OVERSEE, P.RIGHTS_ANSWER, P.RETENTION_OVERSEE, P.PROCESSING_VIEW,
               P.BREAK_GLASS_REVIEW, P.AGREEMENT_VIEW},  # fmt: skip
            set(),
        ),
        _role(
            "system_admin",
            _("Järjestelmän ylläpitäjä"),
            _("Hoitaa järjestelmää, ei asiakastietoja."),
            _EVERY_STAFF
            | {
                P.USERS_MANAGE, P.UNITS_MANAGE, P.CARD_CHECK, P.MODEL_EDIT, P.MODEL_PUBLISH, P.REGION_FOUND,
                P.PROCESSING_VIEW, P.AGREEMENT_VIEW, P.AGREEMENT_RECORD, P.AGREEMENT_END,
            },
            set(),
        ),
    )
}
# What a mandate may open, part by part; `own.view` and `own.act` are what nobody does in the client's place.
PARTS: dict[str, P] = {
    "path": P.OWN_PATH, "actions": P.OWN_DO, "meetings": P.OWN_MEET, "messages": P.OWN_WRITE, "consents": P.OWN_ALLOW,
}
_ALWAYS_OWN = frozenset({P.OWN_ENTER, P.DRAFT_KEEP, P.PASSWORD_CHANGE})
REPRESENTATIVE_PERMISSIONS = _ALWAYS_OWN | frozenset(PARTS.values())
CLIENT_PERMISSIONS = REPRESENTATIVE_PERMISSIONS | {P.OWN_VIEW, P.OWN_ACT}


def of_mandate(parts: Iterable[str]) -> frozenset[P]:
    """What somebody who acts for a client may: the way in, and the parts of the mandate."""
    chosen = {PARTS[part] for part in parts if part in PARTS}
    return _ALWAYS_OWN | chosen | ({P.OWN_PATH} if P.OWN_DO in chosen else set())  # nobody acts on a plan unread
