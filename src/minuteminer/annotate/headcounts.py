"""Counts of police people: "24 of the 37 additional firearms officers", "a further 32", "PCSO strength of 300".

One scan finds the numbers; the words behind each say whom it counts, and a small memory gives a bare number the
role that was spoken of last. What counts something else is refused with a reason and closes that memory.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import cast

from minuteminer.annotate.headcount_context import Cue, choose, left_cues, read_qualifier, right_cues
from minuteminer.annotate.headcount_memory import Discourse, Event
from minuteminer.annotate.headcount_numbers import WORD_SETS, Candidate, find_candidates
from minuteminer.annotate.headcount_roles import MENTION, Phrase, head_of, read_phrase, words_at
from minuteminer.annotate.lexicon import Row, load_lexicon
from minuteminer.annotate.numbers import lower_copy
from minuteminer.facts import Evidence, Headcount, Measure, Rival

# A text with none of these speaks of no police people.
_STEMS = ("polic", "officer", "constab", "pcso", "detective", "sergeant", "specials", "inspectors", "superintend", "cadet", "call taker", "call handler", " pcs")  # fmt: skip
_POLICE = re.compile(
    r"polic|constab|pcso|detective|\bforce\b|\bspecials\b|sergeant|\bopcc\b|commissioner|firearms|inspectors|superintend"
)
_WHOLE_GAP = re.compile(r"(?: out)? of (?:(?:the|its|their|our|his|her|those|these|all|a|some) )*(?:total of )?")
_OF_THE = re.compile(r" of (?:the|its|their|our|his|her|those|these)(?= )")
_LINK = re.compile(
    r",?;? ?(?:(?:and|or|plus|with|as well as|together with|but|&|/|\+) ?)?(?:(?:a further|another|some|about|up to|only|an additional|a|over|around) )?"
)
_RATIO = re.compile(
    r"(?: or staff)? (?:per|for (?:every|each))\b(?! (?:annum|year|month|week|day|shift|division|district))|\s+per\s*$"
)
_STRONG = re.compile(
    r"-(?:strong|person|man) (?:[a-z-]+ ){0,3}?(team|unit|force|squad|group|crew|section|department)\b"
)
_ROLE_LEFT = re.compile(rf"({MENTION.pattern})(?: strength| numbers| establishment)? ?(?:\(|:|–|-|\||=)\s*$")
_ROW_HEAD = re.compile(r"^[ \t]*(?:[-•·*] ?)?([^|:\n\d]{2,60}?)[ \t]*(?:\||:)")
_PREDICATE_ROLE = re.compile(
    rf" (?:for|were|was|are|as|being|would be|had been|of them) (?:[a-z-]+ ){{0,2}}?({MENTION.pattern})"
)
_POSTS_FOR = re.compile(rf" (?:for|of|in respect of) (?:[a-z-]+ ){{0,2}}?({MENTION.pattern}|staff)")
_NEGATION = re.compile(r"\b(?:not|never|no longer|cannot|rather than|instead of)\b[^,;.]{0,40}$")
_CONTEXTS = {row.id: (row, re.compile(row["pattern"])) for row in load_lexicon("headcounts_contexts")}
_CARRY = [
    (
        row,
        re.compile(row["before"].replace("@role", MENTION.pattern)),
        re.compile(row["after"].replace("@personal", "|".join(sorted(WORD_SETS["personal"], key=len, reverse=True)))),
        re.compile(row["span"]) if row.get("span") else None,
    )
    for row in load_lexicon("headcounts_carry")
]  # fmt: skip


@dataclass(slots=True, kw_only=True)
class Reading:
    """A count that is being read; its measure may wait for the end of the list that it stands in."""

    start: int
    end: int
    value: float
    high: float | None
    role: str
    rule: str
    of: float | None = None
    measure: Measure | None = None
    fte: bool = False
    status: str | None = None
    partitive: bool = False
    evidence: list[Evidence] = field(default_factory=list)


def find_headcounts(text: str, *, trace: list[Rival] | None = None) -> list[Headcount]:
    """The counts of police people in `text`, in reading order; offsets are those of `text`.

    `trace`, when given, collects the numbers that were refused, each with the reason. Source of the rules: the
    lexicons `headcounts_*.json`, row by row with examples.

    >>> [(count.text, count.count, count.of, count.role, count.measure) for count in find_headcounts(
    ...     "The precept would pay for 24 of the 37 additional firearms officers.")]
    [('24 of the 37 additional firearms officers', 24.0, 37.0, 'firearms officer', 'increase')]
    """
    lowered = lower_copy(text)
    if not any(stem in lowered for stem in _STEMS):
        return []
    return _Resolver(text, lowered, trace).run()


class _Resolver:
    """Goes through the numbers once, in reading order, with the discourse so far."""

    def __init__(self, text: str, lowered: str, trace: list[Rival] | None) -> None:
        self.text = text
        self.lowered = lowered
        self.trace = trace
        self.discourse = Discourse(lowered)
        self.chain: list[Reading] = []
        self.done: list[Reading] = []
        self.police = _POLICE.search(lowered) is not None

    def run(self) -> list[Headcount]:
        candidates = list(find_candidates(self.lowered))
        at = 0
        while at < len(candidates):
            at = self._step(candidates, at)
        self._finish_chain()
        return [self._headcount(reading) for reading in self.done]

    def _step(self, candidates: list[Candidate], at: int) -> int:
        number = candidates[at]
        following = candidates[at + 1] if at + 1 < len(candidates) else None
        if number.refused is not None and not self._counted_years(number, following):
            self._refuse(number, number.end, number.refused, closes=False)
            return at + 1
        linked = bool(self.chain) and _LINK.fullmatch(self.lowered, self.chain[-1].end, number.start) is not None
        if not linked:
            self._finish_chain()
        reading, used = self._read(number, following, linked)
        if reading is None:
            return at + used
        self.chain.append(reading)
        self.discourse.events.append(
            Event(
                start=reading.start,
                end=reading.end,
                value=reading.value,
                role=reading.role,
                measure=reading.measure or "other",
                fte=reading.fte,
            )
        )
        return at + used

    def _counted_years(self, number: Candidate, following: Candidate | None) -> bool:
        """ "officer numbers from 1,930 to 2030": a pair after words of strength are no years."""
        if number.refused != "a year":
            return False
        before = self.lowered[max(0, number.start - 45) : number.start]
        return (
            re.search(
                r"(?:officers?|pcsos?|staff|constables?|police) (?:numbers|strength|establishment|headcount) (?:from|of)(?: \d{4} to)? $",
                before,
            )
            is not None
        )

    def _read(self, number: Candidate, following: Candidate | None, linked: bool) -> tuple[Reading | None, int]:
        if number.joined:
            return self._read_team(number), 1
        if (reading := self._read_left(number)) is not None:
            return reading, 1
        if (
            following is not None
            and following.refused is None
            and _WHOLE_GAP.fullmatch(self.lowered, number.end, following.start)
        ):
            if (reading := self._read_partitive(number, following)) is not None:
                return reading, 2
        phrase_from = number.end
        if (of := _OF_THE.match(self.lowered, number.end)) is not None:
            phrase_from = of.end()
        if self.lowered.startswith("+", phrase_from):
            phrase_from += 1
        if self.lowered.startswith("[", phrase_from):
            phrase_from = self.lowered.find("]", phrase_from, phrase_from + 9) + 1 or phrase_from
        phrase = read_phrase(self.lowered, phrase_from, one=number.value == 1)
        if phrase is not None and phrase.family != "people":
            return self._believe(number, phrase, linked, partitive=of is not None), 1
        return self._read_bare(number, following, linked, phrase), 1

    def _read_team(self, number: Candidate) -> Reading | None:
        """ "a 90-strong team of detectives"."""
        match = _STRONG.match(self.lowered, number.end)
        if match is None:
            self._refuse(number, number.end, "no team of people")
            return None
        start, end = self.discourse.paragraph_start(number.start), self.discourse.sentence_end(number.start)
        around = self.lowered[start:end]
        if not _POLICE.search(around) or self._council(number.start, match.end()):
            self._refuse(number, match.end(), "a team that is not of the police")
            return None
        role = MENTION.search(self.lowered, number.start, min(end, match.end() + 40))
        return self._reading(
            number,
            match.end(),
            head_of(role[0]).role if role else "police officer",
            "headcounts.rule.team",
            measure="strength",
        )

    def _read_left(self, number: Candidate) -> Reading | None:
        """ "officers (1,522); Specials: 240", and the cells of a row headed by a role."""
        before = self.lowered[max(0, number.start - 60) : number.start]
        if (match := _ROLE_LEFT.search(before)) is not None:
            role = head_of(match[1]).role
            if not self._has_other_noun(number):
                return self._reading(
                    number,
                    number.end,
                    self._firearms(role, number.start, ""),
                    "headcounts.rule.role_before",
                    measure="strength",
                )
        line = self.lowered.rfind("\n", 0, number.start) + 1
        if "|" not in self.lowered[line : number.start]:
            return None
        head = _ROW_HEAD.match(self.lowered, line, number.start)
        mention = MENTION.search(head[1]) if head else None
        if mention is None or self.lowered[: number.start].rstrip(" \t")[-1:] != "|":
            return None
        reading = self._reading(
            number, number.end, head_of(mention[0]).role, "headcounts.rule.table", measure="strength"
        )
        column = self.lowered.count("|", line, number.start)
        heading = self._column_heading(line, column)
        reading.fte = reading.fte or "fte" in heading or "full-time" in heading
        if re.search(r"vacan|under", heading):
            reading.measure = "vacancy"
        elif re.search(r"leaver|left|reduction|fewer", heading):
            reading.measure = "decrease"
        elif re.search(r"increase|joiner|recruit|additional|new", heading):
            reading.measure = "increase"
        elif re.search(r"£|cost|budget \(|%|per cent|year|hours|days", heading):
            self._refuse(number, number.end, "a table cell of something else")
            return None
        return reading

    def _column_heading(self, line: int, column: int) -> str:
        start = line
        heading = ""
        while start > 0:
            previous = self.lowered.rfind("\n", 0, start - 1) + 1
            cells = self.lowered[previous : start - 1].split("|")
            if len(cells) < 2:
                break
            heading = cells[column].strip() if column < len(cells) else ""
            start = previous
        return heading

    def _read_partitive(self, number: Candidate, whole: Candidate) -> Reading | None:
        """ "24 of the 37 additional firearms officers", and "29 of the 46" where 46 were counted before."""
        phrase = read_phrase(self.lowered, whole.end, one=whole.value == 1)
        if phrase is not None and phrase.family != "people":
            reading = self._believe(number, phrase, False, partitive=True)
            if reading is not None:
                reading.of = whole.value
                self.discourse.events.append(
                    Event(start=whole.start, end=whole.end, value=whole.value, role=reading.role)
                )
            return reading
        words = words_at(self.lowered, whole.end, 1)
        if words and words[0][0] not in WORD_SETS["function"] and words[0][0] not in WORD_SETS["personal"]:
            return None
        known = self.discourse.whole(whole.value)
        latest = next((event for event in reversed(self.discourse.events) if event.value == whole.value), None)
        if known is None or latest is None or latest.role is None:
            return None
        measure: Measure = known.measure
        reading = self._reading(number, whole.end, known.role or "", "headcounts.rule.partitive_known", of=whole.value)
        cue = self._cue_behind(whole.end)
        reading.measure = cue.measure if cue else ("other" if measure == "strength" else measure)
        reading.status = cue.status if cue else None
        return reading

    def _cue_behind(self, end: int) -> Cue | None:
        until = self.discourse.sentence_end(end)
        return next(
            (
                cue
                for cue in right_cues(self.lowered, end, until)
                if not cue.weak and cue.row != "headcounts.measure.right.in_post"
            ),
            None,
        )

    def _believe(self, number: Candidate, phrase: Phrase, linked: bool, *, partitive: bool = False) -> Reading | None:
        """The reading of a number with its noun, or None where the noun is not of the police."""
        reason = phrase.refused or self._disbelief(number, phrase, linked)
        if reason is not None:
            self._refuse(number, phrase.end, reason)
            return None
        role = self._role(number, phrase)
        end = phrase.end
        if phrase.tail is None and phrase.family in ("officer", "police", "staff"):
            end, role = self._coordinated(end, role)
            in_post = re.compile(r" in post\b").match(self.lowered, end)
            end = in_post.end() if in_post else end
        reading = self._reading(
            number, end, role, phrase.row.replace(".role.", ".rule."), measure=cast("Measure | None", phrase.measure)
        )
        reading.fte = reading.fte or phrase.fte
        reading.partitive = partitive
        return reading

    def _disbelief(self, number: Candidate, phrase: Phrase, linked: bool) -> str | None:
        if not self.police:
            return "no word of the police in the text"
        if _RATIO.match(self.lowered, phrase.end):
            return "a ratio"
        if phrase.family != "police" or phrase.role in ("sergeant", "cadet"):
            if self._council(number.start, phrase.end):
                return "people of a council or another body"
        if phrase.family == "listed" and not linked:
            since = self.discourse.paragraph_start(number.start)
            event = self.discourse.antecedent(since, number.start)
            if event is None or event.role is None:
                return "no police people beside it"
        if re.match(
            r"['’]| (?:of|on) the (?:panel|committee|council)\b| days?\b| hours?\b| time\b",
            self.lowered[phrase.end : phrase.end + 20],
        ):
            return "a thing of officers, not officers"
        return None

    def _council(self, start: int, end: int) -> bool:
        since, until = self.discourse.sentence_start(start), self.discourse.sentence_end(end)
        for row, pattern in _CONTEXTS.values():
            if row["role"] != "refuse":
                continue
            around = self.lowered[since:start] if row["side"] == "left" else self.lowered[end:until]
            if pattern.search(around):
                return True
        return False

    def _role(self, number: Candidate, phrase: Phrase) -> str:
        if phrase.family in ("post", "vacancy", "staff", "officer") and phrase.role in (
            "police post",
            "police staff",
            "police officer",
            "",
        ):
            row, pattern = _CONTEXTS["headcounts.context.opcc"]
            since = self.discourse.sentence_start(number.start)
            if phrase.family in ("post", "staff"):
                since = max(self.discourse.paragraph_start(number.start), number.start - 150)
            until = min(self.discourse.sentence_end(phrase.end), phrase.end + 60)
            before = pattern.search(self.lowered, since, number.start) if phrase.family != "officer" else None
            if (
                before
                or pattern.match(self.lowered, phrase.end, until)
                or re.match(rf" (?:in|at|of|within) (?:the )?(?:{pattern.pattern})", self.lowered[phrase.end : until])
            ):
                return str(row["role"])
        if phrase.family in ("post", "vacancy") and phrase.role in ("police post", ""):
            if (match := _POSTS_FOR.match(self.lowered, phrase.end)) is not None:
                return head_of(match[1]).role
            if phrase.family == "vacancy":
                event = self.discourse.antecedent(self.discourse.paragraph_start(number.start), number.start)
                return event.role if event is not None and event.role else "police officer"
        return self._firearms(phrase.role, number.start, self.lowered[number.end : phrase.end])

    def _firearms(self, role: str, start: int, words: str) -> str:
        """ "additional firearms officers …: 24 additional officers" are firearms officers."""
        if role != "police officer" or "police" in words:
            return role
        since = max(self.discourse.paragraph_start(start), start - 300)
        mentions = list(MENTION.finditer(self.lowered, since, start))
        if mentions and head_of(mentions[-1][0]).role == "firearms officer":
            return "firearms officer"
        return role

    def _coordinated(self, end: int, role: str) -> tuple[int, str]:
        """ "500 officers and staff": one count of both; "12 officers and 3 clerks" are two."""
        match = re.compile(
            rf"(?:, {MENTION.pattern})*,? (?:and|or|&|/) ((?:police |civilian |support )?(?:{MENTION.pattern}|staff|volunteers))"
        ).match(self.lowered, end)
        if match is None:
            return end, role
        if re.match(r" (?:were|was|of the (?:council|panel))", self.lowered[match.end() :]) and False:
            return end, role
        return match.end(), "officers and staff"

    def _read_bare(
        self, number: Candidate, following: Candidate | None, linked: bool, people: Phrase | None
    ) -> Reading | None:
        """A number without a noun: a count of the role spoken of, where its setting says so."""
        if people is None and self._has_other_noun(number):
            self._refuse(number, number.end, "it counts something else")
            return None
        if (reading := self._read_from(number, following)) is not None:
            return reading
        before = self.lowered[max(0, number.start - 90) : number.start]
        after = self.lowered[number.end : number.end + 60]
        for row, left, right, span in _CARRY:
            if not right.match(after) or not left.search(before):
                continue
            reading = self._carry(number, row, span, people)
            if reading is not None:
                return reading
        self._refuse(number, number.end, "nothing shows what it counts")
        return None

    def _read_from(self, number: Candidate, following: Candidate | None) -> Reading | None:
        """The first number of "from 1,804 to 2,096 police officers"."""
        if following is None or not self.lowered.endswith("from ", 0, number.start):
            return None
        if not re.fullmatch(r"(?: [a-z]+){0,4}?,? to (?:[a-z]+ ){0,2}", self.lowered[number.end : following.start]):
            return None
        phrase = read_phrase(self.lowered, following.end, one=False)
        if phrase is None or phrase.refused or phrase.family == "people" or self._disbelief(following, phrase, False):
            return None
        return self._reading(
            number, number.end, self._role(following, phrase), "headcounts.rule.from", measure="strength"
        )

    def _has_other_noun(self, number: Candidate) -> bool:
        """Whether the word behind the number is a noun of its own ("12 cars")."""
        words = words_at(self.lowered, number.end, 2)
        if not words:
            return False
        word = words[0][0]
        if word in WORD_SETS["change"]:
            return (
                len(words) > 1 and words[1][0] not in WORD_SETS["function"] and words[1][0] not in WORD_SETS["personal"]
            )
        return word not in WORD_SETS["function"] and word not in WORD_SETS["personal"]

    def _carry(
        self, number: Candidate, row: Row, span: re.Pattern[str] | None, people: Phrase | None
    ) -> Reading | None:
        event = self._antecedent(number, row, people)
        if event is None or event.role is None:
            return None
        tail = span.match(self.lowered, number.end) if span else None
        end = people.end if people is not None else tail.end() if tail else number.end
        role = event.role
        if (match := _PREDICATE_ROLE.match(self.lowered, number.end)) is not None:
            role = head_of(match[1]).role
        reading = self._reading(number, end, role, row.id.replace(".carry.", ".rule."))
        reading.fte = reading.fte or (people is not None and people.fte)
        reading.measure = self._carried_measure(number, row, event, tail)
        if row.get("whole"):
            reading.of = event.value or None
        return reading

    def _antecedent(self, number: Candidate, row: Row, people: Phrase | None) -> Event | None:
        discourse, at = self.discourse, number.start
        memory = row["memory"]
        sentence = discourse.sentence_start(at)
        paragraph = discourse.paragraph_start(at)
        if people is not None and memory not in ("subject", "default"):
            return None
        if memory == "sentence":
            return discourse.antecedent(sentence, at)
        if memory == "coordinate":
            event = discourse.last(sentence)
            return event if event is not None and event.role is not None else None
        if memory == "counted":
            event = discourse.last(paragraph)
            found = discourse.antecedent(paragraph, at)
            if event is not None and event.role is None:
                return None
            return found
        if memory == "subject":
            found = discourse.antecedent(sentence, at)
            return found if found is not None else discourse.antecedent(paragraph, at)
        found = discourse.antecedent(paragraph, at)
        if memory == "default" and (found is None or found.role is None):
            found = discourse.antecedent(sentence, at)
            if found is None and self.police:
                return Event(start=at, end=at, value=0, role="police officer", measure="strength")
        return found

    def _carried_measure(self, number: Candidate, row: Row, event: Event, tail: re.Match[str] | None) -> Measure | None:
        kind = row["measure"]
        behind = self._cue_behind(number.end)
        if kind == "change":
            word = (tail[0] if tail else "").strip()
            return "decrease" if word in ("fewer", "less", "lower") else "increase"
        if kind == "verb":
            verb = self.lowered[max(0, number.start - 40) : number.start]
            return "decrease" if re.search(r"f[ae]ll|fell|reduc|decreas|drop|down|cut|shr", verb) else "increase"
        if kind in ("same", "predicate", "more"):
            if behind is not None:
                return behind.measure
            if kind == "more" and event.measure == "strength":
                return "increase"
            return event.measure
        return cast(Measure, kind)

    def _reading(
        self,
        number: Candidate,
        end: int,
        role: str,
        rule: str,
        *,
        measure: Measure | None = None,
        of: float | None = None,
    ) -> Reading:
        start = number.start
        return Reading(
            start=start,
            end=end,
            value=number.value,
            high=number.high,
            role=role,
            rule=rule,
            measure=measure,
            of=of,
            fte=number.value % 1 != 0,
        )

    def _finish_chain(self) -> None:
        """Gives the counts of one list the measure that the words around the list show."""
        chain, self.chain = self.chain, []
        if not chain:
            return
        if any(reading.measure is None for reading in chain):
            self._measure_chain(chain)
        self.done.extend(chain)
        for reading, event in zip(chain, self.discourse.events[-len(chain) :], strict=False):
            event.measure = reading.measure or "other"

    def _measure_chain(self, chain: list[Reading]) -> None:
        first, last = chain[0], chain[-1]
        since = self.discourse.sentence_start(first.start)
        if self.done and self.done[-1].end > since:
            since = self.done[-1].end
        left = left_cues(self.lowered, since, first.start)
        right = right_cues(self.lowered, last.end, self.discourse.sentence_end(last.end))
        cue = choose(left, right)
        measure: Measure = cue.measure if cue else "other" if first.partitive or first.of is not None else "strength"
        for reading in chain:
            if reading.measure is None:
                given = next((other.measure for other in chain if other.measure in ("increase", "decrease")), None)
                reading.measure = given or measure
                if cue is not None and given is None:
                    reading.status = cue.status
                    reading.evidence.append(Evidence(reads="measure", start_char=cue.start, end_char=cue.end))

    def _headcount(self, reading: Reading) -> Headcount:
        before = self.lowered[max(0, reading.start - 60) : reading.start]
        return Headcount(
            start_char=reading.start,
            end_char=reading.end,
            text=self.text[reading.start : reading.end],
            rule_id=reading.rule,
            count=reading.value,
            high=reading.high,
            of=reading.of,
            role=reading.role,
            measure=reading.measure or "other",
            fte=reading.fte,
            qualifier="between" if reading.high is not None else read_qualifier(self.lowered, reading.start),
            status=reading.status,
            negated=_NEGATION.search(before) is not None,
            evidence=tuple(reading.evidence),
        )

    def _refuse(self, number: Candidate, end: int, reason: str, *, closes: bool = True) -> None:
        if closes:
            words = words_at(self.lowered, number.end, 1)
            if not words or words[0][0] not in WORD_SETS["neutral"]:
                self.discourse.events.append(Event(start=number.start, end=end, value=number.value, role=None))
        if self.trace is not None:
            self.trace.append(
                Rival(
                    kind="headcount", start_char=number.start, end_char=end, rule_id="headcounts.refused", reason=reason
                )
            )
