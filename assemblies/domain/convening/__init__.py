"""Who is entitled, and how they are told."""
