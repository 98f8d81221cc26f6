"""Codes of both families of forms in one spelling: two letters for languages and countries, else eForms."""

from __future__ import annotations

from typing import Final

_LANGUAGES: Final = dict(
    pair.split(":")
    for pair in (
        "BUL:bg CES:cs DAN:da DEU:de ELL:el ENG:en EST:et FIN:fi FRA:fr GLE:ga HRV:hr HUN:hu ITA:it LAV:lv "
        "LIT:lt "
        "MLT:mt NLD:nl POL:pl POR:pt RON:ro SLK:sk SLV:sl SPA:es SWE:sv"
    ).split()
)
_COUNTRIES: Final = dict(
    pair.split(":")
    for pair in (
        "AUT:AT BEL:BE BGR:BG CHE:CH CYP:CY CZE:CZ DEU:DE DNK:DK ESP:ES EST:EE FIN:FI FRA:FR GBR:GB GRC:GR "
        "HRV:HR "
        "HUN:HU IRL:IE ISL:IS ITA:IT LIE:LI LTU:LT LUX:LU LVA:LV MLT:MT NLD:NL NOR:NO POL:PL PRT:PT ROU:RO "
        "SVK:SK "
        "SVN:SI SWE:SE USA:US"
    ).split()
)
LEGAL_TYPES: Final = {
    "MINISTRY": "cga",
    "NATIONAL_AGENCY": "body-pl-cga",
    "REGIONAL_AUTHORITY": "ra/la",
    "REGIONAL_AGENCY": "body-pl-ra/body-pl-la",
    "BODY_PUBLIC": "body-pl",
    "EU_INSTITUTION": "eu-ins-bod-ag",
}
"""Of a former form → ``buyer-legal-type``; two with a slash where the form did not tell them apart."""
ACTIVITIES: Final = {
    "AIRPORT_RELATED_ACTIVITIES": "airport",
    "DEFENCE": "defence",
    "ECONOMIC_AND_FINANCIAL_AFFAIRS": "econ-aff",
    "EDUCATION": "education",
    "ELECTRICITY": "electricity",
    "ENVIRONMENT": "env-pro",
    "EXPLORATION_EXTRACTION_COAL_OTHER_SOLID_FUEL": "solid-fuel",
    "EXPLORATION_EXTRACTION_GAS_OIL": "gas-oil",
    "GENERAL_PUBLIC_SERVICES": "gen-pub",
    "HEALTH": "health",
    "HOUSING_AND_COMMUNITY_AMENITIES": "hc-am",
    "PORT_RELATED_ACTIVITIES": "port",
    "POSTAL_SERVICES": "post",
    "PRODUCTION_TRANSPORT_DISTRIBUTION_GAS_HEAT": "gas-heat",
    "PUBLIC_ORDER_AND_SAFETY": "pub-os",
    "RAILWAY_SERVICES": "rail",
    "RECREATION_CULTURE_AND_RELIGION": "rcr",
    "SOCIAL_PROTECTION": "soc-pro",
    "URBAN_RAILWAY_TRAMWAY_TROLLEYBUS_BUS_SERVICES": "urttb",
    "WATER": "water",
}
"""Of a former form → ``main-activity``."""
PROCEDURES: Final = {
    "PT_OPEN": "open",
    "PT_RESTRICTED": "restricted",
    "PT_COMPETITIVE_NEGOTIATION": "neg-w-call",
    "PT_NEGOTIATED_WITH_PRIOR_CALL": "neg-w-call",
    "PT_COMPETITIVE_DIALOGUE": "comp-dial",
    "PT_INNOVATION_PARTNERSHIP": "innovation",
    "PT_AWARD_CONTRACT_WITHOUT_CALL": "neg-wo-call",
    "PT_AWARD_CONTRACT_WITHOUT_PUBLICATION": "neg-wo-call",
    "PT_NEGOTIATED_WITHOUT_PUBLICATION": "neg-wo-call",
}
"""Element of a former form → ``procedure-type``; ``PT_INVOLVING_NEGOTIATION`` of the light regime is none."""
GROUNDS: Final = {
    "D_NO_TENDERS_REQUESTS": "unsuitable",
    "D_EXTREME_URGENCY": "urgency",
    "D_ARTISTIC": "artistic",
    "D_TECHNICAL": "technical",
    "D_PROTECT_RIGHTS": "exclusive",
    "D_EXCLUSIVE_RIGHT": "exclusive",
    "D_REPETITION_EXISTING": "repetition",
    "D_FROM_WINDING_PROVIDER": "closure",
    "D_FROM_LIQUIDATOR_CREDITOR": "liquidator",
    "D_MANUF_FOR_RESEARCH": "resd",
    "D_ADD_DELIVERIES_ORDERED": "existing",
    "D_COMMODITY_MARKET": "commodity",
    "D_BARGAIN_PURCHASE": "bargain",
}
"""Element of a former form → ``direct-award-justification``."""
BASES: Final = {
    "2009/81/EC": "32009L0081",
    "2014/23/EU": "32014L0023",
    "2014/24/EU": "32014L0024",
    "2014/25/EU": "32014L0025",
}
"""Directive → its CELEX number."""
UNITS: Final = {"DAY": "day", "WEEK": "week", "MONTH": "month", "YEAR": "year"}
WEIGHT_UNITS: Final = {
    "per-exa": "percentage",
    "per-mid": "percentage",
    "dec-exa": "fraction",
    "dec-mid": "fraction",
    "poi-exa": "points",
    "poi-mid": "points",
    "ord-imp": "order",
}


def language_of(code: str) -> str:
    """Return a language in two letters.

    >>> language_of("NLD"), language_of("FR")
    ('nl', 'fr')
    """
    return _LANGUAGES.get(code.upper(), code.lower())


def country_of(code: str) -> str:
    """Return a country in two letters.

    >>> country_of("BEL")
    'BE'
    """
    return _COUNTRIES.get(code.upper(), code.upper())
