"""How Django reaches its database: the address, and a backend that starts the embedded one."""
