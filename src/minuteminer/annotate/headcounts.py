"""Counts of police people: "24 of the 37 additional firearms officers", "a further 32", "PCSO strength of 300".

One scan finds the numbers; the words behind each say whom it counts, and a small memory gives a bare number the
role that was spoken of last. What counts something else is refused with a reason and closes that memory.
"""

from __future__ import annotations

import re

from minuteminer.annotate.headcount_articles import with_articles
from minuteminer.annotate.headcount_belief import disbelief, role_in_context, speaks_of_police, team
from minuteminer.annotate.headcount_carry import cue_behind, has_own_noun, read_bare
from minuteminer.annotate.headcount_context import measure_list
from minuteminer.annotate.headcount_findings import is_label, make_headcount, make_rival
from minuteminer.annotate.headcount_layout import ROLE_ENDS, read_layout
from minuteminer.annotate.headcount_memory import Discourse, Reading, make_reading, refuse
from minuteminer.annotate.headcount_numbers import Candidate, find_candidates
from minuteminer.annotate.headcount_parallel import align_lists
from minuteminer.annotate.headcount_parts import counts_nobody, is_strength_not_year, spoken_of
from minuteminer.annotate.headcount_roles import MENTION, Phrase, read_phrase, words_at
from minuteminer.annotate.headcount_text import plain_copy
from minuteminer.annotate.headcount_units import after_unit
from minuteminer.annotate.headcount_words import SMALL_NUMBERS, WORD_SETS, WORDS, alternation
from minuteminer.findings import Headcount, Rival

_WHOLE_GAP = re.compile(
    r"(?: out)? of (?:(?:the|its|their|our|his|her|those|these|all|a|some|other|remaining|first"
    r"|further|next|last|[a-z]+'s) ){0,3}(?:total of )?"
)
_OF_THE = re.compile(r" of (?:the|its|their|our|his|her|those|these)(?= )")
_LINK = re.compile(
    r"(?: \([^()\n]{1,30}\)| (?:in|on) [a-z]+(?: clothes)?)?"  # "176 officers (8.1%) and", "in plain clothes, and"
    r"(?:[,;] ?|[,;]? ?(?:and|or|plus|with|as well as|together with|but|&|/|\+) )"
    r"(?:(?:a further|another|some|about|up to|only|an additional|a|over|around) )?"
)
_FROM_GAP = re.compile(r"(?: [a-z]+){0,4}?,? to (?:[a-z]+ ){0,2}")
_TO_LEVEL = re.compile(rf"(?: in (?:19|20)\d\d)?,? to (?:\d|(?:{alternation(SMALL_NUMBERS)})\b)")
_TOGETHER = re.compile(
    rf"(?:(?:, {MENTION})+,?)? (?:and|or|&|/) ((?:police |civilian |support )?(?:{MENTION}|staff|volunteers))"
)
_OUT_OF = re.compile(r"(?: [a-z]+){0,3},? out of (?:(?:a total of|some|the|its|all|nearly|about|over) )?")
_PART_OF = re.compile(rf" of (?:whom|which|them|these|those|the (?:\d+|{alternation(SMALL_NUMBERS)}))\b")
_MORE_THAN = re.compile(r" (more|fewer|less) than (?!\d)")
# The ends of these, the longest link, and what stands before and behind those that a list counts by an article.
_OUT_OF_ENDS = tuple(f" {word} " for word in "of some the its all nearly about over".split())
_LONGEST_LINK = len(" together with an additional ") + 34
_IN_LISTS, _ARTICLES = frozenset(("", "and", "with", "plus")), (", a", " and a", ", and a")
# "1,402 (1,380.5 FTE) police officers": the noun stands behind both.
_IN_BRACKETS = re.compile(r" \(\d[\d,.]*(?: (?:fte|wte|headcount|in post))?\)(?= [a-z])")
_OF = (" of ", " out of ")
# "Five more officers had resigned": the word may only go on counting.
_MORE = (" more ", " further ")
_NAMING = frozenset(("the", "those"))
# How those begin that may go on a phrase: a quick test before their patterns.
_GOES_ON = (" and ", " or ", " & ", " / ", ", ", " in post", " more ", " fewer ", " less ")
_IN_POST = re.compile(r" in post\b")


def find_headcounts(text: str, *, trace: list[Rival] | None = None) -> list[Headcount]:
    """The counts of police people in `text`, in reading order; offsets are those of `text`.

    `trace`, when given, collects the numbers that were refused, each with the reason. Source of the rules: the
    lexicons `headcounts_*.json`, row by row with examples.

    >>> [(count.text, count.count, count.of, count.role, count.measure) for count in find_headcounts(
    ...     "The precept would pay for 24 of the 37 additional firearms officers.")]
    [('24 of the 37 additional firearms officers', 24.0, 37.0, 'firearms officer', 'increase')]
    """
    lowered = plain_copy(text)
    if not any(stem in lowered for stem in WORDS["gate"]):
        return []
    readings = _Resolver(lowered, traced=trace is not None).run()
    align_lists(lowered, readings)
    if trace is not None:
        trace.extend(make_rival(reading) for reading in readings if reading.role is None)
    return [
        make_headcount(text, lowered, reading)
        for reading in readings
        if reading.role is not None and not (reading.value % 1 and is_label(text, reading))
    ]


class _Resolver:
    """Goes through the numbers once, in reading order, with the discourse so far."""

    def __init__(self, lowered: str, *, traced: bool) -> None:
        self.traced = traced
        self.lowered = lowered
        self.discourse = Discourse(lowered)
        self.police = speaks_of_police(lowered)
        self.chain: list[Reading] = []
        self.all: list[Reading] = []
        # Where the last number before the current list ends: words before it govern that number, not the list.
        self.passed = 0

    def run(self) -> list[Reading]:
        """All numbers of the text, read or refused."""
        live = self.discourse.live_numbers()
        candidates = find_candidates(self.lowered, self.discourse.spaced, live, labels=self.traced)
        at, count = 0, len(candidates)
        while at < count:
            number = candidates[at]
            at += 1
            if number.refused is None or is_strength_not_year(self.lowered, number):
                at += self._step(number, candidates[at] if at < count else None)
            else:
                self._pass_over(number)
        self._finish_chain(len(self.lowered))
        return self.all

    def _pass_over(self, number: Candidate) -> None:
        """Goes on behind a number that its neighbours refused."""
        if self.traced:
            self.all.append(refuse(number, number.refused or ""))
        if not self.chain and number.refused == "a percent":
            self.passed = number.end

    def _step(self, number: Candidate, following: Candidate | None) -> int:
        """Reads one number, or two that make one count; how many of those that follow were used."""
        if counts_nobody(self.lowered, number):
            if self.traced:
                self.all.append(refuse(number, "all of them, or those who are left out"))
            return 0
        discourse = self.discourse
        discourse.horizon = following.start if following is not None else len(self.lowered)
        linked = bool(self.chain) and self._is_linked(number)
        if not linked:
            self._finish_chain(number.start)
        reading, used = self._read(number, following, linked)
        if reading.role is None:
            self.all.append(reading)
            if not self._is_neutral(number) and not self._is_named_again(number):
                discourse.remember(reading)
                self.passed = reading.end
            return used
        if linked and reading.measure is not None and not reading.given:
            self._finish_chain(number.start)  # it speaks for itself, and what follows speaks of it alone
        listed = number.before in _IN_LISTS or self.lowered.startswith(_ARTICLES, reading.end)
        for one in with_articles(self.lowered, reading) if listed else (reading,):
            self.all.append(one)
            self.chain.append(one)
            discourse.remember(one)
        return used

    def _is_linked(self, number: Candidate) -> bool:
        """Whether the number goes on the list that is being read."""
        end = self.chain[-1].end
        if number.start - end > _LONGEST_LINK or _LINK.fullmatch(self.lowered, end, number.start) is None:
            return False
        # "two PCSOs, one of whom was ill": what is said of a part says nothing of the list before it.
        return _PART_OF.match(self.lowered, number.end) is None and not self._is_set_off(number)

    def _is_set_off(self, number: Candidate) -> bool:
        """ "… against an establishment of 190; 22 posts were vacant": a strength before a semicolon ends its list."""
        if not self.lowered.startswith(";", self.chain[-1].end):
            return False
        return self.chain[-1].measure is not None and not self.chain[-1].given

    def _is_neutral(self, number: Candidate) -> bool:
        """ "two years", "12 miles": these measure, and count nothing that a later number could belong to."""
        words = words_at(self.lowered, number.end, 1)
        return bool(words) and words[0] in WORD_SETS["neutral"]

    def _is_named_again(self, number: Candidate) -> bool:
        """ "Of the 19, eight …": a whole that was counted before goes on being spoken of."""
        if number.before not in _NAMING or not self.lowered.endswith((" the ", " those "), 0, number.start):
            return False
        known = self.discourse.with_value(number.value)
        return known is not None and known.role is not None

    def _read(self, number: Candidate, following: Candidate | None, linked: bool) -> tuple[Reading, int]:
        discourse, lowered = self.discourse, self.lowered
        if number.joined:
            found = team(discourse, number)
            if isinstance(found, str):
                return refuse(number, found), 0
            return make_reading(number, *found, "headcounts.rule.team", "strength"), 0
        # A sign stands between a role and the number behind it, and so no word does.
        beside = not number.before or number.before in ROLE_ENDS or discourse.has_table
        if beside and (reading := read_layout(discourse, number)) is not None:
            return reading, 0
        of_the = None
        if lowered.startswith(_OF, number.end):
            if following is not None and following.refused is None and (part := self._read_part(number, following)):
                return part, 1
            of_the = _OF_THE.match(lowered, number.end)
        phrase = read_phrase(lowered, self._phrase_start(number, of_the), one=number.value == 1)
        if phrase is not None and phrase.family != "people":
            reading = self._read_phrase(number, phrase, linked, partitive=of_the is not None)
            if number.before == "from" and reading.measure is None and _TO_LEVEL.match(lowered, reading.end):
                reading.measure = "strength"  # "cut from ten officers to four"
            return reading, self._add_whole(reading, following)
        if phrase is None and number.before.endswith("from") and (reading := self._read_from(number, following)):
            return reading, 0
        return read_bare(discourse, number, phrase, police=self.police), 0

    def _phrase_start(self, number: Candidate, of_the: re.Match[str] | None) -> int:
        """Where the noun may begin: after "of the", "(FTE)", a "+", or an editor's mark in brackets ("8.5[JS1]")."""
        at = of_the.end() if of_the else after_unit(self.lowered, number.end)
        if self.lowered.startswith(" (", at) and (beside := _IN_BRACKETS.match(self.lowered, at)) is not None:
            return beside.end()
        sign = self.lowered[at : at + 1]
        if sign == "+":
            return at + 1
        return self.lowered.find("]", at, at + 9) + 1 or at if sign == "[" else at

    def _read_part(self, number: Candidate, whole: Candidate) -> Reading | None:
        """ "24 of the 37 additional firearms officers", and "29 of the 46" where 46 were counted before."""
        if _WHOLE_GAP.fullmatch(self.lowered, number.end, whole.start) is None:
            return None
        phrase = read_phrase(self.lowered, whole.end, one=whole.value == 1)
        if phrase is not None and phrase.family != "people":
            reading = self._read_phrase(number, phrase, False, partitive=True)
            if reading.role is not None:
                reading.of = whole.value
                self.discourse.remember(make_reading(whole, whole.end, reading.role, "", reading.measure or "strength"))
            return reading
        known = self.discourse.with_value(whole.value)
        if has_own_noun(self.lowered, whole.end):
            return refuse(number, "it counts something else", whole.end)
        if known is None:
            known = spoken_of(self.discourse, number, whole)
        if known is None or known.role is None:
            return None
        reading = make_reading(number, whole.end, known.role, "headcounts.rule.partitive_known")
        reading.of = whole.value
        cue = cue_behind(self.discourse, whole.end)
        part = "other" if known.measure == "strength" or not known.value else known.measure
        reading.measure = cue.measure if cue and cue.measure != "same" else part
        reading.status = cue.status if cue else None
        return reading

    def _add_whole(self, reading: Reading, following: Candidate | None) -> int:
        """Gives "eleven officers out of 1,300" its whole; how many numbers that used."""
        if following is None or following.refused or reading.role is None or reading.of is not None:
            return 0
        out_of = self.lowered.endswith(_OUT_OF_ENDS, 0, following.start)
        if (
            not out_of
            or not _OUT_OF.fullmatch(self.lowered, reading.end, following.start)
            or has_own_noun(self.lowered, following.end)
        ):
            return 0
        reading.of, reading.partitive = following.value, True
        return 1

    def _read_from(self, number: Candidate, following: Candidate | None) -> Reading | None:
        """The first number of "from 1,804 to 2,096 police officers"."""
        if following is None or _FROM_GAP.fullmatch(self.lowered, number.end, following.start) is None:
            return None
        phrase = read_phrase(self.lowered, following.end, one=False)
        if phrase is None or phrase.family == "people":
            return None
        if disbelief(self.discourse, following, phrase, linked=False, police=self.police):
            return None
        role = role_in_context(self.discourse, following, phrase)
        return make_reading(number, number.end, role, "headcounts.rule.from", "strength")

    def _read_phrase(self, number: Candidate, phrase: Phrase, linked: bool, *, partitive: bool) -> Reading:
        """A number with its noun, or the reason why the noun is not of the police."""
        reason = disbelief(self.discourse, number, phrase, linked=linked, police=self.police)
        if reason is not None:
            return refuse(number, reason, phrase.end)
        role, end = role_in_context(self.discourse, number, phrase), phrase.end
        measure = phrase.measure
        if phrase.tail is None and self.lowered.startswith(_GOES_ON, end):
            if (together := _TOGETHER.match(self.lowered, end)) is not None:
                role, end = "officers and staff", together.end()
            if (in_post := _IN_POST.match(self.lowered, end)) is not None:
                end, measure = in_post.end(), measure or "strength"
            elif (more := _MORE_THAN.match(self.lowered, end)) is not None:
                measure = "increase" if more[1] == "more" else "decrease"
        reading = make_reading(number, end, role, phrase.rule, measure)
        reading.default = phrase.default
        reading.given = measure in ("increase", "decrease")
        reading.again = measure == "increase" and self.lowered.startswith(_MORE, number.end)
        reading.fte = reading.fte or phrase.fte
        reading.partitive = partitive
        return reading

    def _finish_chain(self, until: int) -> None:
        """Ends the list that is being read; `until` is where the next number begins."""
        chain, self.chain = self.chain, []
        if not chain:
            return
        opened = self.lowered.count("(", chain[-1].end, until)
        if opened and opened > self.lowered.count(")", chain[-1].end, until):
            until = len(self.lowered)  # the number stands in brackets
        since, self.passed = max(self.passed, self.discourse.sentence_start(chain[0].start)), chain[-1].end
        for reading in chain:
            if reading.measure is None or reading.partitive or reading.again:
                measure_list(self.discourse, chain, since, until)
                break
