"""How often is too often: every limit of the site in one table, and how the environment changes it.

The notation is allauth's, which counts: `30/h/user` is thirty an hour for one account, `300/10m/ip` three hundred in
ten minutes for one address, and `key` is the name or the e-mail address that was typed. A class sits behind one school
address, so the limits per address are wide and those per account strict. What is limited per address is counted over
minutes: the count is a list of times, and a list for an hour would be long.
"""

import re

from django.core.exceptions import ImproperlyConfigured

# These are asked by allauth itself.
ACCOUNT = {
    "login": "300/m/ip",
    "login_failed": "100/m/ip,8/5m/key",  # guessing: eight passwords for one name
    "signup": "120/h/ip",  # four classes
    "change_password": "5/m/user",
    "reset_password": "60/m/ip,5/m/key",
    "reset_password_from_key": "60/m/ip",
    "manage_email": "10/m/user",
    "reauthenticate": "10/m/user",
    "confirm_email": "1/3m/key",
}
# And these at the doors of the debates (accounts/throttles.py). Only what was taken counts, not a form with a mistake.
DOORS = {
    "post": "30/h/user,300/10m/ip",  # one every two minutes; three classes that write at once
    "edit": "60/h/user,600/10m/ip",
    "vote": "240/h/user,1500/10m/ip",  # 35 people vote on 39 propositions within ten minutes
    "rate": "240/h/user,1500/10m/ip",  # stars and source cards
    "delta": "20/h/user,300/10m/ip",
    "flag": "20/h/user,200/10m/ip",
    "name": "10/h/user,120/10m/ip",
    "close": "10/h/user",  # every try counts: the form asks for the password
    "search": "60/10m/user,600/10m/ip",
    "download": "30/h/user,300/10m/ip",
}
OFF = "off"
RATE = re.compile(r"[1-9][0-9]{0,5}/([1-9][0-9]{0,3})?[smhd]/(user|ip|key)", re.ASCII)


def limits(value: str) -> tuple[dict[str, str], dict[str, str]]:
    """The two tables, with what `value` says instead: "post=60/h/user,600/10m/ip; search=off".

    Raises ImproperlyConfigured for a name that is not in the table, a rate that cannot be read, or one that counts by
    something which its door does not know, such as sign-in by account.
    """
    tables = dict(ACCOUNT), dict(DOORS)
    for part in filter(None, (part.strip() for part in value.split(";"))):
        name, _, rates = (word.strip() for word in part.partition("="))
        table = next((table for table in tables if name in table), None)
        if table is None:
            known = ", ".join([*ACCOUNT, *DOORS])
            raise ImproperlyConfigured(f"THROTTLES={value!r} is not understood: {name!r} is none of {known}.")
        table[name] = "" if rates == OFF else _checked(value, name, rates, table[name])
    return tables


def _checked(value: str, name: str, rates: str, default: str) -> str:
    known = {rate.rpartition("/")[2] for rate in default.split(",")}
    wanted = [rate.strip() for rate in rates.split(",")]
    if not all(RATE.fullmatch(rate) and rate.rpartition("/")[2] in known for rate in wanted):
        like = f"{name}={default}"
        raise ImproperlyConfigured(f"THROTTLES={value!r} is not understood: write {name}=off, or rates as in {like}.")
    return ",".join(wanted)
