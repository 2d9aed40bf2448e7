"""On whose side a sum is: who gave it, which of two sums was spent, and what only measures it.

"She had given £15,000" is spent and "she had been given £15,000" received; of "£9m of the £22m programme had been
spent" it is the £9m; and "£1m over the budget" is no budget. `money_context` finds the word that names a role or
status, this module looks at the words beside that word.
"""

from __future__ import annotations

from minuteminer.annotate.money_context import Reading, View, left_evidence, right_evidence
from minuteminer.annotate.money_context_words import ROLE, STATUS, ContextWords
from minuteminer.findings import Evidence

_GIVER_WORDS = 3
# "1% of the Force's own net budget" has four words between the share and its whole.
_WORDS_OF_SHARE = 6
# "was expected to come down from", " in the last year to ".
_CHARS_TO_COME = 40


def settle_status(view: View, found: Reading | None, words: ContextWords) -> Reading | None:
    """The status `found`, turned to the side of the sum; None where it is said of another sum."""
    if _is_whole(view, words):
        return None
    if found is None:
        return _status_of_part(view, words) or _status_of_past_cost(view, words)
    value, said = found
    side, at = _place(view, said)
    if at >= 0 and _is_of_another(view, side, at, words):
        return None
    if value not in ("received", "spent") or at < 0:
        return found
    if side[at] == "paid" and side[at + 1 : at + 2] == ["back"]:
        is_ours = said.start_char < view.start and not _is_paid_by_another(view, at, words)
        return found if is_ours else ("recovered", said)
    if side[at] in words.gifts and _is_given_away(view, said, at, words):
        return "spent", said
    return found


def _is_of_another(view: View, side: list[str], at: int, words: ContextWords) -> bool:
    """Whether a word of status is said of something else than the sum.

    "Earmarked reserves" are no sum that was allocated, "be given" gives nothing yet, and what is "forecast to fall
    from £22.7m" is the sum that it falls to.
    """
    word, following = side[at], side[at + 1 : at + 2]
    if word in words.adjectives_of and not words.nouns_of.isdisjoint(following):
        return True
    if word in words.gifts and not words.not_yet.isdisjoint(side[max(0, at - 1) : at]):
        return True
    return word in words.to_come and side is view.left and following == ["to"] and side[-1] == "from"


def status_of_end(view: View, start_char: int, end_char: int, words: ContextWords) -> Reading | None:
    """What the sum will be, where the one at `start_char` is what it comes from: "expected to fall from £9m to £8m"."""
    before = view.lower[max(0, start_char - _CHARS_TO_COME) : start_char].split()[-4:]
    gap = view.lower[end_char : view.start]
    is_end = len(gap) <= _CHARS_TO_COME and gap.endswith(" to ") and ". " not in gap
    if not is_end or len(before) < 4 or before[1] != "to" or before[3] != "from" or before[0] not in words.to_come:
        return None
    at = view.lower.rfind(before[0], 0, start_char)
    return words.statuses[before[0]], Evidence(reads="status", start_char=at, end_char=at + len(before[0]))


def settle_role(view: View, found: Reading, words: ContextWords) -> Reading | None:
    """The role `found`, or None where its word only measures the sum or is a verb that says nothing of it."""
    role, said = found
    word = view.lower[said.start_char : said.end_char]
    if word in words.band_words or word in words.raised:
        return _settle_other(view, found, word, words)
    may_measure = role in words.wholes or word in words.doubtful or word in words.statuses
    if not may_measure and words.clause_openers.isdisjoint(view.left):
        return found
    side, at = _place(view, said)
    if at < 0:
        return found
    is_left = said.start_char < view.start
    if word in words.doubtful and _is_mere_verb(word, side, at, is_left, words):
        return None
    if is_left and not words.clause_openers.isdisjoint(side[at + 1 :]):
        return None
    if not is_left and word in words.statuses and _is_whole(view, words):
        return None
    return None if role in words.wholes and _is_measured(view, at, is_left, words) else found


def _settle_other(view: View, found: Reading, word: str, words: ContextWords) -> Reading | None:
    """The role said before a word that only names the band, or says that the sum moved: "the precept, at Band D"."""
    side, at = _place(view, found[1])
    if at < 0:
        return found
    is_left = side is view.left
    if word in words.raised:
        moved = is_left and not words.behind_raised.isdisjoint(side[at + 1 : at + 2])
        return _role_before(view, at, words) if moved else found
    other = _role_before(view, at if is_left else len(view.left), words)
    return other if other is not None and other[0] in words.before_band else found


def _role_before(view: View, end: int, words: ContextWords) -> Reading | None:
    """The nearest role before the left word number `end`, up to a comma or another sum."""
    for at in range(end - 1, -1, -1):
        if "£" in view.left[at] or view.left_printed[at][-1] in ",;:":
            break
        if (view.left_flags[at] or 0) & ROLE:
            return words.roles[view.left[at]], left_evidence(view, "role", at)
    return None


def _is_mere_verb(word: str, side: list[str], at: int, is_left: bool, words: ContextWords) -> bool:
    """Whether "would pay £5", "bought with the £5", "£5 to bring it down" and "brought the bill to £5" name no role."""
    following = side[at + 1 : at + 2]
    if word == "pay":
        return at > 0 and side[at - 1] in words.verb_before and following != ["of"]
    if word == "bought":
        return is_left and not words.out_of.isdisjoint(following)
    return "to" in side[at + 1 :] if is_left else following != ["in"]


def _place(view: View, said: Evidence) -> tuple[list[str], int]:
    """The side on which the word of a reading stands, and its index there; -1 where it is not found.

    By the word and not by counting, as the words of a hedge are no longer in the view.
    """
    word, is_left = view.lower[said.start_char : said.end_char], said.start_char < view.start
    side = view.left if is_left else view.right
    if word not in side:
        return side, -1
    return side, (len(side) - 1 - side[::-1].index(word)) if is_left else side.index(word)


def _is_whole(view: View, words: ContextWords) -> bool:
    """Whether the sum is the whole of a part before it: the £22m of "£9m of the £22m"."""
    left = view.left
    return len(left) > 2 and left[-1] in words.determiners and left[-2] == "of" and "£" in left[-3]


def _status_of_part(view: View, words: ContextWords) -> Reading | None:
    """What became of the £9m of "£9m of the £22m programme had been spent", said behind the whole."""
    right = view.right
    if len(right) < 4 or right[0] != "of" or right[1] not in words.determiners or "£" not in right[2]:
        return None
    for at in range(3, len(right)):
        if (view.right_flags[at] or 0) & STATUS:
            return words.statuses[right[at]], right_evidence(view, "status", at, at)
        if "£" in right[at] or view.right_printed[at][-1] in ",;:.":
            break
    return None


def _status_of_past_cost(view: View, words: ContextWords) -> Reading | None:
    """What "had cost £420,000" is spent; what "would have cost" is not."""
    left = view.left
    if (
        left[-1:] == ["cost"]
        and not words.perfect.isdisjoint(left[-2:-1])
        and words.verb_before.isdisjoint(left[-3:-2])
    ):
        return "spent", left_evidence(view, "status", len(left) - 1)
    return None


def _is_given_away(view: View, said: Evidence, at: int, words: ContextWords) -> bool:
    """Whether the sum went from the police side to others: "She had given £5", "£5 was awarded by the Commissioner"."""
    if said.start_char > view.start:
        by = view.right[at + 1 : at + 2 + _GIVER_WORDS]
        return by[:1] == ["by"] and _names_police(by[1:], words)
    if view.right[:1] == ["to"] and not words.takers.isdisjoint(view.right[1:4]):
        return False
    return _is_given_by(view.left[:at], words)


def _is_paid_by_another(view: View, at: int, words: ContextWords) -> bool:
    """Whether another than the police side "paid back": not in "the Force owed £3m and paid back"."""
    before = view.left[:at]
    while before and (before[-1] in words.between_perfect or before[-1] in words.perfect):
        before.pop()
    if not before or before[-1] in words.stop:
        return False
    return not _names_police(before[-_GIVER_WORDS:], words)


def _is_given_by(before: list[str], words: ContextWords) -> bool:
    """Whether what stands before "given" says that the police side gave: "the Commissioner had also"."""
    at = len(before) - 1
    while at >= 0 and before[at] in words.between_perfect:
        at -= 1
    if at < 0 or before[at] not in words.perfect:
        return False
    return _names_police(before[max(0, at - _GIVER_WORDS) : at], words)


def _names_police(said: list[str], words: ContextWords) -> bool:
    return words.outsiders.isdisjoint(said) and not words.givers.isdisjoint(said[-2:])


def _is_measured(view: View, at: int, is_left: bool, words: ContextWords) -> bool:
    """Whether the whole at `at` only says how much the sum is: "over its budget", "1% of the budget, £2m"."""
    if not is_left:
        return view.right[0] in words.against or (view.right[0] == "of" and view.left[-1:] == ["within"])
    for share in range(max(0, at - _WORDS_OF_SHARE), at):
        if view.left[share].endswith(("%", "cent")) and view.left[share + 1] == "of":
            return not any(printed[-1] in ",;:" for printed in view.left_printed[share:at])
    return False
