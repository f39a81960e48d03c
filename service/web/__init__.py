"""The pages for people: made on the server, complete without script, better with it.

    shell     what every page has: language, session, header and footer, error pages
    result    what was found, where it stands, what to do
    upload    the form, the pages of a letter before it is read, and what happens meanwhile

Each page is one view and one template. Words of the pages are in ``words/``, those of findings where they belong
(`checks.messages`, `service.reports`). Pages reach letters through `service.desk` alone.
"""

from __future__ import annotations

from apiflask import APIFlask


def register(app: APIFlask) -> None:
    """Puts all pages on the app."""
    from service.web import result, shell, upload

    shell.prepare(app)
    for pages in (upload.bp, result.bp):
        app.register_blueprint(pages)
