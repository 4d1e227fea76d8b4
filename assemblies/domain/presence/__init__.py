"""Who serves at a meeting, who is there, and whether they suffice."""
