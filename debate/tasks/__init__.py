"""What follows an action, done by the worker."""
