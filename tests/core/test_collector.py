"""Python's own search for what nothing holds, put off while a parcel is made or taken in."""

from __future__ import annotations

import gc

import pytest

from alfdesk import collector


def test_it_runs_again_after_it_was_put_off():
    assert gc.isenabled()
    with collector.paused():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_runs_again_after_something_went_wrong():
    with pytest.raises(ValueError), collector.paused():
        raise ValueError
    assert gc.isenabled()


def test_where_it_is_off_it_stays_off():
    gc.disable()
    try:
        with collector.paused():
            assert not gc.isenabled()
        assert not gc.isenabled()
    finally:
        gc.enable()
