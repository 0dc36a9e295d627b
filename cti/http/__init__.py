"""The service over HTTP: health, figures, and errors as problem documents; the desktop's API grows here."""
