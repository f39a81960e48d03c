"""The law's figures as data, looked up by exact date.

`default_law()` gives the `Law`; its look-ups return a `Figure` with value, first and last day, citations and how it
was verified, or raise `checks.errors.UnknownFigure`. The data and its rules are described in `checks.law.parameters`.
"""

from checks.law.citations import Act, Citation, Language, LegalReference, Name, Verified
from checks.law.lookup import Law, Listing, begin_new_act, default_law, load_law
from checks.law.parameters import Band, Figure, Gap, InstalmentRule, LawyerLed, NoticeShares, SalaerTable, Series
from checks.law.regimes import Regime, RegimeId, Regimes

__all__ = [
    "Act",
    "Band",
    "Citation",
    "Figure",
    "Gap",
    "InstalmentRule",
    "Language",
    "Law",
    "LawyerLed",
    "LegalReference",
    "Listing",
    "Name",
    "NoticeShares",
    "Regime",
    "RegimeId",
    "Regimes",
    "SalaerTable",
    "Series",
    "Verified",
    "begin_new_act",
    "default_law",
    "load_law",
]
