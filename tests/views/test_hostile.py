"""Hostile data in every field of every form: a sentence or clean text, never a failure of ours."""

import pytest
from django.urls import reverse

from accounts.forms import CloseAccountForm, DisplayNameForm
from debate.enums import Role, StanceValue
from debate.forms.arguments import EditForm, ReplyForm
from debate.forms.evidence import EvidenceForm
from debate.forms.log import CorrectionForm
from debate.forms.moderation import DecisionForm, FlagForm
from debate.forms.ratings import DeltaForm, RatingForm
from debate.forms.stances import StanceForm
from debate.models import Argument, Citation
from tests.factories import client_of, make_argument, make_debate, make_entry, make_participant
from tests.test_doors import DOORS, NO_GET

pytestmark = pytest.mark.django_db
WORDS = "A reason that is long enough for every form of this site, and harmless."
DATA = {
    "null bytes": "\x00" + WORDS + "\x00",
    "bidi": "\u202e" + WORDS + "\u2066\u202d",
    "quotes": "> " * 10_000 + WORDS,
    "script link": f"[{WORDS}](javascript:alert(1)) <script>alert(1)</script>",
    "surrogates and digits": "９" * 400 + "\ufffe" + "-9" * 30,
    "10 MB": "x" * 10_000_000,
}
FINE = {
    "text": WORDS, "side": "1", "version": "1", "value": "1", "stars": "3", "quality": "2", "fit": "2",
    "reason": "spam", "verdict": "hide", "seen": "visible/1/", "source_title": "A report",
}  # fmt: skip
LOGIN = ("login", "password", "remember")
SIGNUP = ("username", "email", "password1", "password2")
FORMS = {
    "debate:argue": ReplyForm, "debate:argument-reply": ReplyForm, "debate:argument-edit": EditForm,
    "debate:stance": StanceForm, "debate:argument-rate": RatingForm, "debate:argument-delta": DeltaForm,
    "debate:argument-flag": FlagForm, "debate:evidence-rate": EvidenceForm, "debate:moderation-case": DecisionForm,
    "debate:log-correct": CorrectionForm,
    "accounts:profile": DisplayNameForm, "accounts:close": CloseAccountForm, "account_login": LOGIN,
    "account_signup": SIGNUP, "account_email": ("email", "action_add", "action_remove", "action_primary"),
    "account_change_password": ("oldpassword", "password1", "password2"), "account_reset_password": ("email",),
    "account_reauthenticate": ("password",), "debate:theme": ("theme", "next"), "debate:seen": ("upto",),
}  # fmt: skip
# Sent with a button alone, or open only to who holds a link or a code from an e-mail.
NO_FIELDS = {
    "debate:argument-delete", "debate:notices", "account_logout", "account_set_password", "account_confirm_login_code",
    # Open only after a password was asked for again; tests/accounts/test_factors.py sends them what is wrong.
    "mfa_authenticate", "mfa_reauthenticate", "mfa_activate_totp", "mfa_deactivate_totp", "mfa_generate_recovery_codes",
    "mfa_add_webauthn", "mfa_reauthenticate_webauthn", "mfa_remove_webauthn", "mfa_edit_webauthn",
}  # fmt: skip
VISITORS = ("account_login", "account_signup", "account_reset_password")
CASES = [
    (name, field)
    for name, form in FORMS.items()
    for field in (form if isinstance(form, tuple) else (*form.base_fields, "skip", "preview"))
]


def test_every_form_of_the_site_is_here():
    forms = {name for name, (_, sent) in DOORS.items() if sent not in (None, NO_GET)}
    assert forms - NO_FIELDS == set(FORMS)


@pytest.fixture
def house():
    debate = make_debate()
    me = make_participant(debate, role=Role.MODERATOR, stance=StanceValue.AGREE)
    mine = make_argument(me)
    theirs = make_argument(make_participant(debate), sources=[{"title": "A report"}])
    entry = [make_entry(make_argument(make_participant(debate)), me).pk]
    thread, card = [debate.pk, 1], [theirs.pk, Citation.objects.get().pk]

    def where(name):
        if name.startswith("account"):
            return reverse(name)
        one = [mine.pk] if name == "debate:argument-edit" else [theirs.pk]
        special = {"debate:argue": thread, "debate:stance": thread, "debate:seen": thread, "debate:theme": [],
                   "debate:log-correct": entry}  # fmt: skip
        return reverse(name, args=card if name == "debate:evidence-rate" else special.get(name, one))

    return me, where


@pytest.mark.parametrize("kind", DATA)
@pytest.mark.parametrize("name", FORMS)
def test_hostile_data_in_every_field(house, name, kind):
    me, where = house
    for field in [field for form, field in CASES if form == name]:
        client = client_of(None if name in VISITORS else me)
        client.raise_request_exception = False
        answer = client.post(where(name), {**FINE, field: DATA[kind]})
        assert answer.status_code in (200, 302) or 400 <= answer.status_code < 500, (field, answer.status_code)
        if kind == "10 MB":
            assert answer.status_code in (400, 413), field
    for argument in Argument.objects.all():
        for bad in ("\x00", "\u202e", "\u2066", 'href="javascript', "<script"):
            assert bad not in argument.html and (bad in ('href="javascript', "<script") or bad not in argument.text)
