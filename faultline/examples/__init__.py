"""Made-up data for a first try: two exchanges, a few subscribers, and planned works on one range."""
