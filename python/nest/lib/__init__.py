"""Places from which programs import parts of the package."""
