"""The way in for an organisation: its API key, shown once, becomes a cookie of this browser for a while.

The cookie holds the key's id and the time of signing in, signed with the secret of the installation; the key itself
is kept nowhere. Whose key it is and what it is good for is looked up at every request, so that a key that was revoked
opens nothing any more. Pages alone take the cookie; the API wants the key. Other sites cannot use it: browsers send
it from our own pages only (SameSite), and changes that come from elsewhere are refused (`service.security`). What it
does not do: tell people of one organisation apart.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable

from apiflask import APIBlueprint, APIFlask
from flask import Request, Response, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.wrappers import Response as AnyResponse

from service import logs
from service.context import services
from service.security import KEY_PREFIX, Caller, access, caller, key_digest
from service.web.shell import is_page, page, page_language, words

bp = APIBlueprint("signing", __name__, enable_openapi=False)

COOKIE = "kravvakt-organisasjon"
IDLE_SECONDS = 60 * 60
"""So long without a page, and one has to sign in again."""
MOST_SECONDS = 10 * 60 * 60
"""So long after signing in at the latest."""

_RENEWED_AFTER = 5 * 60
_LONGEST_KEY = 200
# Pages of ours that signing in may lead back to; nothing that could be the address of another site.
_OWN_PAGE = re.compile(r"/(?:bunker|brev)(?:/[\w./-]*)?(?:\?[\w=&%.,+-]*)?")

_log = logs.logger(__name__)

FindById = Callable[[str], Caller | None]


def prepare(app: APIFlask) -> None:
    """A browser that is used stays signed in."""

    @app.after_request
    def renew(answer: Response) -> Response:
        token: str | None = g.pop("renewed_sign_in", None)
        # A page that signs in or out sets the cookie itself.
        if token is not None and not answer.headers.getlist("Set-Cookie"):
            _set_cookie(answer, token)
        return answer


def signed_in(incoming: Request, secret: bytes, find: FindById) -> Caller | None:
    """Who signed in with this browser, ``None`` for nobody, a time that is up, or a key that was revoked."""
    token = incoming.cookies.get(COOKIE)
    if token is None or not is_page(incoming):
        return None
    try:
        (key_id, began), signed = _serializer(secret).loads(token, max_age=IDLE_SECONDS, return_timestamp=True)
    except (BadData, ValueError, TypeError):
        return None
    if not isinstance(key_id, str) or not isinstance(began, int) or time.time() - began > MOST_SECONDS:
        return None
    if time.time() - signed.timestamp() > _RENEWED_AFTER:
        g.renewed_sign_in = _serializer(secret).dumps([key_id, began])
    return find(key_id)


def _serializer(secret: bytes) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret, salt="kravvakt organisation 1")


def _set_cookie(answer: AnyResponse, token: str) -> None:
    answer.set_cookie(
        COOKIE, token, max_age=IDLE_SECONDS, secure=request.is_secure, httponly=True, samesite="Strict", path="/"
    )


@bp.get("/logg-inn")
@access("public")
def form() -> ResponseReturnValue:
    """The form."""
    if caller().is_organisation:
        return redirect(_landing(caller(), request.args.get("til", "")), 303)
    return _page(then=request.args.get("til", ""))


@bp.post("/logg-inn")
@access("public", rate="sign_in")
def sign_in() -> ResponseReturnValue:
    """Takes the key, once."""
    key = request.form.get("nokkel", "").strip()
    house = services()
    found = None
    if key.startswith(KEY_PREFIX) and len(key) <= _LONGEST_KEY:
        found = house.store.organisations.find_key(key_digest(key))
    if found is None or found.key_id is None:
        fault = "wrong" if key else "empty"
        return _page(then=request.form.get("til", ""), fault=words(page_language())["signing"][fault], status=422)
    _log.info("signed in", key=found.key_id)
    answer = redirect(_landing(found, request.form.get("til", "")), 303)
    _set_cookie(answer, _serializer(house.settings.secret).dumps([found.key_id, int(time.time())]))
    return answer


@bp.post("/logg-ut")
@access("public")
def sign_out() -> ResponseReturnValue:
    """Forgets who signed in."""
    g.pop("renewed_sign_in", None)
    answer = redirect(url_for("signing.signed_out"), 303)
    answer.delete_cookie(COOKIE, secure=request.is_secure, httponly=True, samesite="Strict", path="/")
    return answer


@bp.get("/logget-ut")
@access("public")
def signed_out() -> ResponseReturnValue:
    """The word that nobody is signed in any more."""
    return page("signed_out.html.j2")


def _landing(who: Caller, wanted: str) -> str:
    if _OWN_PAGE.fullmatch(wanted) and ".." not in wanted:
        return wanted
    return url_for("bundles.listed" if "batches:read" in who.scopes else "upload.form")


def _page(*, then: str, fault: str = "", status: int = 200) -> Response:
    return page(
        "signing.html.j2",
        status=status,
        here=url_for("signing.form"),
        then=then if _OWN_PAGE.fullmatch(then) else "",
        fault=fault,
    )
