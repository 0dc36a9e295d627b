"""Every channel variable that the dialplan and the dialogs share, in one place.

The same names stand in asterisk_conf/extensions.conf; a test compares the two sides.
"""

# From the dialplan to the dialog: knobs of operations ([globals]).
MAX_TRIES = "MAX_TRIES"
ENTRY_SECONDS = "ENTRY_SECONDS"

# From the dialplan to the dialog: the name under which a page follows the call, empty for all other calls.
FOLLOWED = "FOLLOWED"

# From the dialog to the dialplan: the verdict. IVR_DONE is set last; without it the fallback is taken.
IVR_DONE = "IVR_DONE"
IVR_NEXT = "IVR_NEXT"
IVR_QUEUE = "IVR_QUEUE"
IVR_REASON = "IVR_REASON"

# Keys that the dialog has not taken yet: at a hang-up the dialplan tells of them (F1.14).
IVR_TYPED = "IVR_TYPED"
IVR_KEYS = "IVR_KEYS"

# Keys of the whole call that nobody has taken for an answer (F1.14).
KEYS_LEFT = "KEYS_LEFT"

# What travels with the call from one visit to the next (H3).
CALL_LANGUAGE = "CALL_LANGUAGE"
LINE_NUMBER = "LINE_NUMBER"
CONTACT_NUMBER = "CONTACT_NUMBER"
SYMPTOM_TAKE = "SYMPTOM_TAKE"
SYMPTOM_CLASS = "SYMPTOM_CLASS"
REPORT_NUMBER = "REPORT_NUMBER"
KEY_ACCOUNT = "KEY_ACCOUNT"
FALLBACKS = "FALLBACKS"
