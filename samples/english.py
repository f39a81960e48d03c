"""English words for letters that collectors and firms in Norway send to people who do not read Norwegian.

For: month names and what a claim is for. Not for: the sentences of a letter, which stand in its layout.
"""

from __future__ import annotations

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

SUBJECTS: dict[str, tuple[str, ...]] = {
    "power": ("Electricity {month}", "Power and grid rent {month}"),
    "telecom": ("Mobile subscription {month}", "Broadband {month}"),
    "gym": ("Gym membership {month}",),
    "webshop": ("Goods, order {number}", "Order no. {number}"),
    "garage": ("Car repair, work order {number}",),
    "dental": ("Dental treatment {month}",),
    "health": ("Patient's share, consultation {month}",),
    "landlord": ("Rent for {month}",),
    "parking": ("Parking charge {plate}",),
    "toll": ("Toll road passages {month}, {plate}",),
    "bank": ("Credit card agreement {number}",),
    "kindergarten": ("Kindergarten fee {month}",),
}
