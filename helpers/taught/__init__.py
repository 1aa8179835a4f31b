"""Code that a lecture has already taught, word for word; one module a topic, no other packages than NumPy."""
