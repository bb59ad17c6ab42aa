"""Measuring pages and writes on debates of known size; `./dev bench`."""
