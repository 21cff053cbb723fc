"""Classes that debate together: sessions with phases, seats and a clock, on top of debates."""
