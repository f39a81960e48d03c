"""Fees: what may be charged, how much and when."""
