"""How dates are written where Django's own way would read as American."""
