"""God inkassoskikk: what a letter may not threaten, claim or do (inkassoloven § 8)."""
