"""What can be mended in a plan of poor quality without asking anybody what was meant, and what cannot."""

from stuurbord.engine.schedule_mending.dates import date_mends, hard_date_mends
from stuurbord.engine.schedule_mending.logic import lag_mends, lead_mends, logic_mends
from stuurbord.engine.schedule_mending.mending import WHY_NOT, mending
from stuurbord.engine.schedule_mending.result import Mend, MendCode, Mending, Unmended, WhyNot

__all__ = [
    "WHY_NOT",
    "Mend",
    "MendCode",
    "Mending",
    "Unmended",
    "WhyNot",
    "date_mends",
    "hard_date_mends",
    "lag_mends",
    "lead_mends",
    "logic_mends",
    "mending",
]
