"""Code lists: the values of form fields that a site may set, with the defaults that it begins with (H16)."""
