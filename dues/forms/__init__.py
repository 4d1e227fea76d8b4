"""What the secretariat types about dues. The rules stand in the domain, not here."""
