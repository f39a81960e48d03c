"""The pages for people: made on the server, complete without script, better with it.

    shell     what every page has: language, session, header and footer, error pages
    upload    the form, an example, and what happens while a letter is read
    receiving files that come in with a form
    pages     the pages of a letter before it is read
    result    what was found, where it stands, what to do
    checklist all checks, also those that found nothing
    asked     which questions are asked
    questions the questions, one on a page
    corrections what was read, to be corrected
    removal   deleting a letter now

Beside a result, and beside all letters:

    letters   what the pages beside a result start from
    objection the reply to edit and take along
    timeline  the dates of the case, its earlier letters, the deadline for a calendar
    now       what to do: three situations, at most three steps each
    reckoning calculators of interest, fees and the heavy fee's first day
    figures   the law's figures of a day
    requirements  the catalogue of checks

For organisations, which sign in with a key (`signing`):

    bundles   the list of batches, a batch on one page, its files to download
    review    going through the letters of a batch that need a person

And for everybody:

    about     privacy, what Kravvakt is, accessibility, organisations

Each page is one view and one template. Words of the pages are in ``words/``, those of findings where they belong
(`checks.messages`, `service.reports`). Pages reach letters through `service.desk` alone.
"""

from __future__ import annotations

from apiflask import APIFlask


def register(app: APIFlask) -> None:
    """Puts all pages on the app."""
    from service.web import checklist, corrections, pages, questions, removal, result, shell, upload

    shell.prepare(app)
    for journey in (upload, pages, result, checklist, questions, corrections, removal):
        app.register_blueprint(journey.bp)

    from service.web import about, bundles, figures, now, objection, reckoning, requirements, review, signing, timeline

    signing.prepare(app)
    for organisations in (signing.bp, bundles.bp, review.bp):
        app.register_blueprint(organisations)
    for beside in (objection.bp, timeline.bp, now.bp, reckoning.bp, figures.bp, requirements.bp, about.bp):
        app.register_blueprint(beside)
