"""What the letters must say."""
