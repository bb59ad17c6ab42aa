"""Measuring pages and writes on debates of known size (`./dev bench`), and the analysis (`python -m bench.analysis`)."""
