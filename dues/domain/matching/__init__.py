"""Whose money came in, and for what: likely firms with their invoices, a score and the reasons."""
