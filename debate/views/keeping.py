"""Nothing typed is lost: the forms of a debate are kept as the account's own are."""

from accounts.keeping import kept_data, page_of, signed_in, typed

__all__ = ["kept_data", "page_of", "signed_in", "typed"]
