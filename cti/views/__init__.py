"""What people see of the floor: plain values for the API and the desktops alike, times of the wall clock."""
