"""From an application to the certificate."""
