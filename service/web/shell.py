"""What every page has: its language, the browser's session, the frame around the content, and error pages.

The session cookie holds a random id and the chosen language, nothing else; it makes a letter visible only to the
browser that sent it. Pages answer problems with a page, the API with ``application/problem+json``.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from apiflask import APIFlask
from flask import Request, Response, current_app, g, make_response, render_template, request, session, url_for
from jinja2 import ChoiceLoader, DictLoader, FileSystemLoader, StrictUndefined

from service.api.v1 import PREFIX
from service.context import services
from service.i18n import LANGUAGES, Language, language
from service.problems import Problem, title
from service.reports.html import TEMPLATES as REPORT_TEMPLATES
from service.security import caller
from service.store.audits import Audit

_WORDS = Path(__file__).parent / "words"
_COOKIE_DAYS = 30
_FOOTER: Mapping[str, str] = {
    "privacy": "about.privacy",
    "product": "about.product",
    "checks": "requirements.listed",
    "rates": "figures.show",
    "accessibility": "about.accessibility",
    "organisations": "about.organisations",
}
"""Key of the words, and endpoint, of the pages every page leads to."""
_NAMES: Mapping[Language, str] = {"nb": "Bokmål", "nn": "Nynorsk", "en": "English"}


@cache
def words(lang: Language) -> Mapping[str, Any]:
    """The words of the pages in a language: those of the frame and the form, and those of each folder beside them."""
    from checks.messages.files import load_texts

    found: dict[str, Any] = {}
    for path in (_WORDS / f"{lang}.yaml", *sorted(_WORDS.glob(f"*/{lang}.yaml"))):
        texts = load_texts(path)
        if twice := found.keys() & texts.keys():
            raise ValueError(f"{path.parent.name}/{path.name}: {', '.join(sorted(twice))} stands in two files")
        found |= texts
    return found


def prepare(app: APIFlask) -> None:
    """The templates' manners and the session cookie."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.autoescape = True  # Flask's own rule goes by ".html" at the end, which no template here has
    app.jinja_env.loader = ChoiceLoader([app.jinja_env.loader or DictLoader({}), FileSystemLoader(REPORT_TEMPLATES)])
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.config.update(
        SESSION_COOKIE_NAME="kravvakt",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=dt.timedelta(days=_COOKIE_DAYS),
    )

    @app.before_request
    def choose_language() -> None:
        if is_page(request) and request.args.get("lang") in LANGUAGES:
            session.permanent = True
            session["lang"] = request.args["lang"]


def is_page(incoming: Request) -> bool:
    """Whether a person's browser asks for a page, and no program for data."""
    path = incoming.path
    return not (path.startswith((PREFIX, "/static/", "/docs")) or path in ("/healthz", "/readyz", "/metrics"))


def page_language() -> Language:
    """The language of this page: ``?lang=``, else the one chosen before, else the browser's, else bokmål."""
    return language(request.args.get("lang"), session.get("lang"), accept=request.accept_languages)


def session_digest(*, make: bool = False) -> str | None:
    """What binds a letter to this browser, ``None`` when it has no session; ``make`` begins one."""
    if "sid" not in session:
        if not make:
            return None
        session.permanent = True
        session["sid"] = secrets.token_urlsafe(24)
    return sha256(session["sid"].encode()).hexdigest()


def letter(id_: str) -> Audit:
    """The letter of this browser with that id. Raises ``not_found``."""
    return services().store.audits.find(id_, caller(), session_digest=session_digest())


def page(template: str, *, status: int = 200, here: str = "", **values: Any) -> Response:
    """A page in the frame. ``here`` is the address of a page that was posted; values beside those of every page: see
    the template.
    """
    lang = page_language()
    answer = make_response(
        render_template(
            template,
            lang=lang,
            ui=words(lang),
            languages=_languages(here),
            footer=_footer(lang),
            place=place,
            retention=retention(lang),
            organisation=caller().name,
            **values,
        ),
        status,
    )
    answer.headers["Content-Language"] = lang
    answer.headers["Vary"] = "Accept-Language, Cookie"
    return answer


def retention(lang: Language) -> str:
    """How long a letter of this caller is kept, in words ("24 timer")."""
    hours = caller().retention_hours or services().settings.retention_hours
    return str(words(lang)["hours"].format(hours=hours))


def place(endpoint: str, **values: Any) -> str:
    """The address of a page, empty when there is none of that name."""
    return url_for(endpoint, **values) if endpoint in current_app.view_functions else ""


def _footer(lang: Language) -> list[tuple[str, str]]:
    """Address and words of the pages every page leads to."""
    found = ((place(endpoint), words(lang)["footer"][key]) for key, endpoint in _FOOTER.items())
    return [(address, text) for address, text in found if address]


def _languages(here: str = "") -> list[tuple[Language, str, str]]:
    """Key, name and address of this page in each language; the state in the address stays."""
    if here:
        sign = "&" if "?" in here else "?"
        return [(lang, _NAMES[lang], f"{here}{sign}lang={lang}") for lang in LANGUAGES]
    view = request.endpoint if request.method == "GET" and request.endpoint else "upload.form"
    arguments = {**request.args, **(request.view_args or {})} if view == request.endpoint else {}
    arguments.pop("lang", None)
    return [(lang, _NAMES[lang], url_for(view, lang=lang, **arguments)) for lang in LANGUAGES]


def problem_page(problem: Problem) -> Response:
    """A problem told to a person: what happened, whether the letter is safe, what to do."""
    lang = page_language()
    answer = page(
        "problem.html.j2",
        status=problem.status,
        text=title(problem.code, lang),
        code=problem.code,
        reference=str(g.get("request_id", "")),
    )
    answer.headers.extend(problem.headers)
    return answer
