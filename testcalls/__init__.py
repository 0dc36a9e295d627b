"""Placing test calls (拨测) as a caller would: SIP, RTP, keypad tones, and an ear that knows the prompts."""
