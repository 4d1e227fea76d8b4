"""How a membership changes and ends, and what follows."""
