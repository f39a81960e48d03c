"""Late-payment interest: rate, first day and amount (forsinkelsesrenteloven §§ 2-4, inkassoloven § 10)."""
