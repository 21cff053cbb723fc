"""Server-sent events: a small ASGI application beside Django, so that a stream holds no thread."""
