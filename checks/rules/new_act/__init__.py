"""The inkassolov of 2026 (LOV-2026-05-22-19): its requirements, off until the day of its commencement is set."""
