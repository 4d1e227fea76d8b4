"""Pages of the ballot boxes: one module for each kind of person who comes."""
