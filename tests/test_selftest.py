"""The self-test of lesson 00 tells the truth about what works."""

import softmax_lib.selftest as selftest


def test_everything_works_where_the_tests_run():
    assert [trial.name for trial in selftest.self_test() if not trial.works] == []


def test_a_thing_that_raises_is_said_to_fail(monkeypatch):
    def missing(*_):
        raise FileNotFoundError("no drawings here")

    monkeypatch.setattr(selftest, "load_animals", missing)
    (failed,) = [trial for trial in selftest.self_test() if not trial.works]
    assert str(failed) == "FAILS  drawings  FileNotFoundError: no drawings here"


def test_the_last_trial_is_the_cpu():
    assert selftest.self_test()[-1].seen == "NumPy on the CPU"
