"""What is computed: phases as windows, sides, tasks, reports. No Django, no clock, no database."""
