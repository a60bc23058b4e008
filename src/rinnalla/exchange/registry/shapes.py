"""The shape of the national service registry's open interface: what is known of it, and nothing else is guessed.

Seen in the registry's own releases (MIT) and in public code that calls version 11. A name that is not here gets an
error that lists the ones that are.
"""

SERVICE, CHANNEL, ORGANISATION = "service", "channel", "organisation"

VERSIONS = ("v11",)
LIVE, GONE, UNFINISHED = ("Published",), ("Deleted", "Archived", "Withdrawn"), ("Draft", "Modified")
STATUSES = (*LIVE, *UNFINISHED, *GONE)

# The keys that tell what an object is: its type, its names, its texts.
KEYS = {
    SERVICE: ("type", "serviceNames", "serviceDescriptions"),
    CHANNEL: ("serviceChannelType", "serviceChannelNames", "serviceChannelDescriptions"),
    ORGANISATION: ("organizationType", "organizationNames", "organizationDescriptions"),
}
TYPES = {
    SERVICE: ("Service", "PermitOrObligation", "ProfessionalQualification"),
    CHANNEL: ("EChannel", "WebPage", "PrintableForm", "Phone", "ServiceLocation"),
    ORGANISATION: (
        "State", "Municipality", "RegionalOrganization", "Organization", "Company", "SotePublic", "SotePrivate",
        "Region",
    ),
}  # fmt: skip
NAME_TYPES = ("Name", "AlternativeName")
TEXT_TYPES = (
    "Description", "Summary", "UserInstruction", "ChargeTypeAdditionalInfo", "DeadLine", "ProcessingTime",
    "ValidityTime", "ServiceType",
)  # fmt: skip
GENERAL = "GD_"  # before the type of a text that comes from the general description, the same in the whole country
LANGUAGES = ("fi", "sv", "en")
CHARGES = ("Chargeable", "FreeOfCharge", "Other")

# Longest texts in characters: names and summaries as the registry has them, others as no real text reaches.
LONGEST = {"Name": 100, "AlternativeName": 100, "Summary": 150}
LONGEST_TEXT = 10_000

MAX_BYTES = 20 * 1024 * 1024
MAX_ITEMS = 10_000
MAX_PAGES = 200
MOST_OF_A_KIND = 500  # web pages, phones, areas … of one object
