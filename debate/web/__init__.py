"""Pages and fragments: views, forms and what their templates need."""
