"""`python -m faultline` is the command line."""

from faultline.cli import app

app()
