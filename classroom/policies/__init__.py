"""Who may do what in a session, and who sees which names."""
