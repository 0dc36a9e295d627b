"""One file per service that the dialplan calls; file, function and AGI script share one name."""

from agi_scripts.fault_report import fault_report
from agi_scripts.hotline import hotline
from agi_scripts.technician_message import technician_message

SERVICES = {
    "fault_report": fault_report,
    "hotline": hotline,
    "technician_message": technician_message,
}
"""What `AGI(agi://…/NAME)` may ask for; a test compares it with the files here and with the dialplan."""
