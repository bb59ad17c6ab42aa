"""manage.py recount from the door: it mends, and of what takes long it says where it is."""

import pytest
from django.core.management import call_command

from debate.models import Argument, Thread
from tests.factories import make_argument, make_debate, make_participant

pytestmark = pytest.mark.django_db


def test_wrong_figures_are_found_and_mended_and_a_large_thread_is_named_first(capsys):
    debate = make_debate()
    top = make_argument(make_participant(debate))
    make_argument(make_participant(debate), parent=top)
    Thread.objects.filter(debate=debate, proposition=top.proposition).update(last_number=12_000)
    Argument.objects.filter(pk=top.pk).update(replies=7, standing=0.9, deltas=2)
    threads = Thread.objects.count()
    with pytest.raises(SystemExit):
        call_command("recount", "--check")
    assert "2 figures differ." in capsys.readouterr().out
    call_command("recount")
    said = capsys.readouterr().out
    assert f"of {threads}: 12,000 arguments …" in said
    assert f"{threads} of {threads} threads" in said
    assert "2 figures were mended." in said
    mended = Argument.objects.get(pk=top.pk)
    assert (mended.replies, mended.deltas, mended.text) == (1, 0, top.text)
    call_command("recount", "--check")
    assert "0 figures differ." in capsys.readouterr().out
