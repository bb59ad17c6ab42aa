"""The second factor at sign-in: an authenticator app or a passkey, with recovery codes beside them."""

from typing import Any

import qrcode
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled


def has_second_factor(user: Any) -> bool:
    """Recovery codes alone are none: they are what is left when the factor is lost."""
    return is_mfa_enabled(user, [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN])


class FactorAdapter(DefaultMFAAdapter):
    def get_totp_label(self, user: Any) -> str:
        return user.username  # the e-mail address is optional, and need not stand on a phone

    def build_totp_svg(self, url: str) -> str:
        """The picture as part of the page: a data: address would need a hole in the content security policy."""
        code = qrcode.QRCode(border=4)
        code.add_data(url)
        code.make()
        rows = code.get_matrix()
        squares = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
        return (
            f'<svg class="qr" viewBox="0 0 {len(rows)} {len(rows)}" role="img" aria-label="QR code of the key below">'
            f'<rect width="{len(rows)}" height="{len(rows)}" fill="#fff"/><path fill="#000" d="{squares}"/></svg>'
        )
