"""Is the input well formed? Nothing here decides who may."""
