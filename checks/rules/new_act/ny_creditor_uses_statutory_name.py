"""A creditor does not label its letter inkassovarsel.

What it checks: that a creditor's own letter is not headed inkassovarsel, the name of an agency's notice.

Legal basis: inkassoloven (2026) § 2 second paragraph and § 20 first paragraph: the notice is the inkassoforetak's, so
a creditor's letter of that name has no effect under § 20. The text does not forbid the word: advice only.

How it is decided: by the heading. A letter that names a collector besides may be the collector's, written on the
creditor's paper: unsure. So is a heading that was not read.

Known limits: the word in the running text is not held against the letter.
"""

from __future__ import annotations

import re

from checks.case import Case
from checks.law import Law
from checks.model import Finding, Status
from checks.registry import basis, rule
from parsers.model import Missing, Reading

_NAME = re.compile(r"inkasso\s?-?\s?vars[ei]l", re.IGNORECASE)


@rule(
    "ny-creditor-uses-statutory-name",
    group="content",
    legal_basis=(basis("lov/2026-05-22-19", "§ 2", "second"), basis("lov/2026-05-22-19", "§ 20", "first")),
    severity="advice",
    consequence="C-NONE",
    kinds=("inkassovarsel",),
    senders=("creditor",),
    valid_from=None,
    regime="inkl-2026",
)
def check(case: Case, _law: Law) -> Finding:
    """Advise against the name in a creditor's heading; see the module."""
    heading, collector = case.letter.heading, case.text("collector")
    if isinstance(heading, Missing):
        return Finding(Status.UNSURE, variant="no-heading")
    params = {"heading": heading.value}
    if not _NAME.search(heading.value):
        return Finding(Status.PASS, params=params, rests_on=("heading",))
    if isinstance(collector, Reading):
        params = {"collector": collector.value}
        return Finding(Status.UNSURE, variant="collector", params=params, rests_on=("collector",))
    return Finding(Status.FAIL, params=params, rests_on=("heading", "sender_role"))
