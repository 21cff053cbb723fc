"""The description of the API (OpenAPI 3.1), written from its operations, and its page for people.

`schema` says what one operation is, `answers` what each can answer besides its own, `examples`
makes examples of everything, `links` says what leads where, `document` puts it together, `page`
shows it.
"""
