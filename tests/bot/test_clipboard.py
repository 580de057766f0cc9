from bot.terminal.clipboard import LONGEST, terminal_sequence


def test_a_sequence_is_no_longer_than_terminals_take() -> None:
    fits = terminal_sequence("я" * (LONGEST // 2))
    assert fits is not None
    assert len(fits) == 100_000
    assert terminal_sequence("я" * (LONGEST // 2) + "!") is None
