"""One file per service that the dialplan calls; file, function and AGI script share one name."""
