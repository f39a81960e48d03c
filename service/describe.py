"""Writes the committed description of the API anew: ``python -m service.describe``.

It needs the whole app, with every route, so it stands above all of it. What the description is made of is
`service.api.openapi`.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from service.api.openapi import OPENAPI_FILE, text
from service.app import make_app
from service.config import load_settings


def main() -> None:
    """Writes the committed file."""
    with tempfile.TemporaryDirectory() as folder:
        app = make_app(load_settings(data_dir=Path(folder)))
        OPENAPI_FILE.write_text(text(app), encoding="utf-8")


if __name__ == "__main__":
    main()
