"""Which law governs the letter."""
