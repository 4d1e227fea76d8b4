"""What is planned for a meeting: its agenda, motions and texts, and what is still to be done."""
