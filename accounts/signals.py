"""What the rest of the site may want to hear of an account."""

from django.dispatch import Signal

display_name_changed = Signal()  # user=…
account_closed = Signal()  # user=…, sent while the user row still exists
