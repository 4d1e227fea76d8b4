"""The example assembly from check-in to minutes, without a person and without the web server."""
