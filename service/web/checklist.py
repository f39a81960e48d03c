"""All checks of a letter, also those that found nothing: what was tested, grouped by how it came out."""

from __future__ import annotations

from apiflask import APIBlueprint
from flask.typing import ResponseReturnValue

from service.reports.cards import status_of
from service.security import access
from service.web.letters import reported
from service.web.result import ORDER, counts, drawn
from service.web.shell import page

bp = APIBlueprint("checklist", __name__, url_prefix="/brev/<id_>/kontroller", enable_openapi=False)


@bp.get("")
@access("letter", "audits:read")
def show(id_: str) -> ResponseReturnValue:
    """The list."""
    _, report = reported(id_)
    values = drawn(id_, report)
    card_of = {check.id: card for card in values["cards"] for check in card.checks}
    groups = [(key, [check for check in report.checks if status_of(check) == key]) for key in ORDER]
    return page(
        "checklist.html.j2",
        id_=id_,
        groups=[(key, checks) for key, checks in groups if checks],
        counts=counts(report),
        card_of=card_of,
        **values,
    )
