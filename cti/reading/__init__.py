"""What Asterisk says, as events of the floor: pure, hostile text reduced to digits and words of ours (S1)."""
