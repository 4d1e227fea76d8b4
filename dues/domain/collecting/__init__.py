"""Arrears: reminded of, called about, and what follows."""
