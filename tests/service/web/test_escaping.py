"""What comes from outside is text on every page, never markup: names of files, words of a letter, what people write."""

from __future__ import annotations

import io

from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage

from tests.service.houses import TEXT_LETTER, form
from tests.service.web.reading import Look, Sent

EVIL = '</textarea><b onload="x">&amp;'


def test_the_name_of_a_refused_file_is_text(client: FlaskClient) -> None:
    answer = client.post("/brev", **form(files=FileStorage(io.BytesIO(b"hei"), "<b onload=1>brev.exe")))
    assert "<b " not in answer.text
    assert "&lt;b onload=1&gt;brev.exe" in answer.text


def test_the_name_of_a_page_that_was_taken_in_is_text(client: FlaskClient) -> None:
    files = [FileStorage(io.BytesIO(data), name) for data, name in ((TEXT_LETTER, "<b>.pdf"), (b"hei", "<i>.exe"))]
    answer = client.post("/brev", **form(files=files))
    assert "&lt;b&gt;.pdf" in answer.text
    assert "<b>" not in answer.text


def test_what_people_write_is_text(client: FlaskClient, sent: Sent, look: Look) -> None:
    id_ = sent()
    answer = client.post(f"/brev/{id_}/rett/creditor", data={"annet": EVIL})
    assert answer.status_code == 303
    for path in ("", "/rett", "/rett/creditor", "/svar", "/kontroller", "/hva-na", "/stort"):
        page = look(f"/brev/{id_}{path}")
        assert not any("onload" in attributes for _, attributes in page.tags), path
        assert EVIL not in client.get(f"/brev/{id_}{path}").text, path
    assert EVIL in look(f"/brev/{id_}/rett").text
    own = client.post(
        f"/brev/{id_}/svar", data={"do": "update", "stance": "none", "own": EVIL, "text": EVIL, "made": ""}
    )
    assert EVIL not in own.text
    assert "onload=&#34;x&#34;" in own.text


def test_no_page_shows_the_name_of_a_function(client: FlaskClient, sent: Sent) -> None:
    """Words are looked up by names, and a mapping has names of its own."""
    id_ = sent()
    for path in ("", "/rett", "/svar", "/kontroller", "/hva-na", "/datoer", "/slett"):
        assert "built-in method" not in client.get(f"/brev/{id_}{path}").text, path
