"""The YAML files of texts. libyaml's safe loader is used where PyYAML brings it: it is ten times quicker."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

_SAFE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load_texts(path: Path) -> Any:
    """What a file of texts holds."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_SAFE)  # noqa: S506 - a safe loader either way
