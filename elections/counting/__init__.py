"""Ways of deciding that need no database: pure Python, for anybody to check."""
