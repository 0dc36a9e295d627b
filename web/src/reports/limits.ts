// The limits that a line test is judged by, as desk/line_test/verdict.py has them (a test compares both).
export const MEASURABLE_OHMS = 10_000_000
export const RESISTIVE_FAULT_OHMS = 150_000
export const SHORT_OHMS = 10_000
export const GROUND_OHMS = 10_000
export const OPEN_NANOFARADS = 400
export const FOREIGN_AC_VOLTS = 10
export const FOREIGN_DC_VOLTS = 6
export const HAZARDOUS_AC_VOLTS = 50
export const HAZARDOUS_DC_VOLTS = 135
