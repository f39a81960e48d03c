"""The JSON Schema of the report, made from its types.

``python -m service.reports.schema`` writes ``report.schema.json``.

The committed file is what users validate against; a test holds it to the types.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from service.reports.report import Report

SCHEMA_FILE = Path(__file__).parent / "report.schema.json"


def schema_text() -> str:
    """The schema as it is committed: JSON Schema 2020-12, two blanks of indent, ended by a newline."""
    schema = Report.model_json_schema(by_alias=True, mode="serialization")
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "kravvakt/report/1",
        **schema,
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    SCHEMA_FILE.write_text(schema_text(), encoding="utf-8")
    sys.exit(0)
