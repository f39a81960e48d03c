"""What the service keeps (`whole`): letters on their way, their reports, organisations and keys.

Everything a letter says is sealed with a key of its own (`sealing`); what stands open are ids, times, states and codes.
"""
