"""Pure parsing and writing of text: strings in, strings or dataclasses out. No Django, no clock."""
