"""The pages of people: signing up, in and out."""
