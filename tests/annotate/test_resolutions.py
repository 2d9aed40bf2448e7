"""Decisions of a meeting, row by row of the phenomena of real minutes (95-114)."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counted_calls import calls_per_character
from minuteminer.annotate.resolutions import find_resolutions
from minuteminer.findings import Resolution, Rival


def _read(text: str) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(found.decision, found.text, found.verbs) for found in find_resolutions(text)]


def _one(text: str) -> Resolution:
    (found,) = find_resolutions(text)
    return found


@pytest.mark.parametrize(
    ("text", "decision", "verbs"),
    [
        pytest.param("RESOLVED that the ferry report be noted.", "resolved", ("note",), id="95 RESOLVED that"),
        pytest.param("RESOLVED: To note the ferry report", "resolved", ("note",), id="96 a colon"),
        pytest.param("RESOLVED, nem. con., to endorse the fares.", "resolved", ("endorse",), id="96 a comma"),
        pytest.param("RESOLVED – That the quay be adopted.", "resolved", ("adopt",), id="96 a dash"),
        pytest.param("Resolved:\n\nThat the tides be noted.", "resolved", ("note",), id="97 on its own line"),
        pytest.param(
            "RESOLVED that\n1. the tides be noted;\n2. the fares be approved.",
            "resolved",
            ("note", "approve"),
            id="98 numbered",
        ),
        pytest.param(
            "RESOLVED (i) that A be noted; and (ii) that B be agreed.",
            "resolved",
            ("note", "agree"),
            id="99 inline marks",
        ),
        pytest.param("UNANIMOUSLY RESOLVED that Mr Crake be elected.", "resolved", ("elect",), id="100 unanimously"),
        pytest.param("ORDERED that the minutes be signed.", "resolved", ("sign",), id="101 ORDERED"),
        pytest.param(
            "RECOMMENDED that the Council approve the fares.",
            "recommended",
            ("recommend", "approve"),
            id="102 RECOMMENDED",
        ),
        pytest.param(
            "RESOLVED TO RECOMMEND to the Council that the quay be lit.",
            "recommended",
            ("recommend",),
            id="102 resolved to recommend",
        ),
        pytest.param("The minutes of 3 May were AGREED as a true record.", "agreed", ("agree",), id="103 AGREED"),
        pytest.param(
            "The minutes were approved as a correct record and signed by the Chair.",
            "agreed",
            ("approve", "sign"),
            id="103 approved",
        ),
        pytest.param("NOTED:\n(i)  that the ferry was late.", "noted", ("note",), id="104 NOTED"),
        pytest.param("It was noted that the ferry would be late.", "noted", ("note",), id="104 it was noted"),
        pytest.param("4.  Members noted the work of the crew.", "noted", ("note",), id="104 a closing line"),
        pytest.param(
            "Decision:\n\n1. The sale of the crane is approved.",
            "decision",
            ("approve",),
            id="106 a record of decision",
        ),
        pytest.param(
            "PANEL DECISION\n\nThat the Panel supports the Plan.", "decision", ("support",), id="107 PANEL DECISION"
        ),
        pytest.param(
            "RESOLVED that, subject to the change above, the minutes be signed.",
            "resolved",
            ("sign",),
            id="109 subject to",
        ),
        pytest.param(
            "RESOLVED that the plan be noted and that the Chair be authorised to approve it.",
            "resolved",
            ("note", "authorise"),
            id="113 authorised to",
        ),
        pytest.param("The Committee decided: (1) that the complaint be upheld.", "decision", ("uphold",), id="decided"),
        pytest.param("IT WAS RESOLVED THAT the fares be deferred.", "resolved", ("defer",), id="in capitals"),
        pytest.param(
            "(3)  RESOLVED that the quay be named.\n\n(4)  It rained.", "resolved", (), id="in a numbered paragraph"
        ),
        pytest.param("[RESOLVED that the quay be adopted.]", "resolved", ("adopt",), id="in brackets"),
        pytest.param("1. It rained.\n\n2. RESOLVED to note it.\n\n3. It blew.", "resolved", (), id="lost in a list"),
        pytest.param("RESOLVED Members agreed that the record was right.", "resolved", ("agree",), id="without that"),
        pytest.param("NOT UPHELD", "decision", (), id="a whole minute in one word"),
    ],
)
def test_a_decision_is_found_with_its_kind_and_verbs(text: str, decision: str, verbs: tuple[str, ...]) -> None:
    found = _one(text)
    assert found.decision == decision
    if verbs:
        assert found.verbs == verbs
    assert text[found.start_char : found.end_char] == found.text


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("4. The Panel noted that costs had risen.", id="105 telling what was noted"),
        pytest.param("That the minutes be confirmed.", id="108 the keyword is lost"),
        pytest.param("The Panel had resolved to veto it.", id="110 another meeting"),
        pytest.param("Two complaints were resolved, and the matter was resolved by letter.", id="111 set right"),
        pytest.param("To agree the minutes of the meeting held on 3 May.", id="112 words of the agenda"),
        pytest.param("The Harbour Master agreed to write. Mr Ambrose noted this.", id="one person"),
        pytest.param("The borough councils had agreed to the bid.", id="another body"),
        pytest.param("Members agreed that the anglers were worried.", id="an opinion"),
        pytest.param("Decision Maker: Harbour Master", id="a field of a record"),
        pytest.param("RESOLVED COMPLAINTS IN 2019", id="a heading in capitals"),
        pytest.param("Reference: D-1\n\nApproved: 04.07.23", id="a signature"),
        pytest.param("2. Members noted the tides.\n\n3. Mr Ambrose asked about the quay.", id="noted in the midst"),
    ],
)
def test_what_only_tells_of_a_decision_is_none(text: str) -> None:
    assert find_resolutions(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param(
            "RESOLVED that it be noted. Supporting documents: map",
            "RESOLVED that it be noted.",
            id="114 page furniture",
        ),
        pytest.param("RESOLVED: To note the fares. |", "RESOLVED: To note the fares.", id="114 the bar of a table"),
        pytest.param(
            "RESOLVED that it be lit. The Chair thanked the crew.", "RESOLVED that it be lit.", id="what happened next"
        ),
        pytest.param(
            "It rained. It was RESOLVED that it be lit.", "RESOLVED that it be lit.", id="from the keyword on"
        ),
        pytest.param(
            "(4) RESOLVED that:\n\n(a) A be lit; and\n\n(b) B be lit.\n\n(5) It rained.",
            "RESOLVED that:\n\n(a) A be lit; and\n\n(b) B be lit.",
            id="with its list only",
        ),
        pytest.param(
            "RESOLVED:\n\n1. A be lit.\n2. B be lit.\n\nActions:",
            "RESOLVED:\n\n1. A be lit.\n2. B be lit.",
            id="sentences in a list",
        ),
        pytest.param(
            "AGREED:\n\n• to light A; and\n\n• to light B.\n\nIt rained.",
            "AGREED:\n\n• to light A; and\n\n• to light B.",
            id="bullets",
        ),
        pytest.param(
            "Decision:\n\n(i)  A is sold.\n\nReasons for the decision: cost",
            "Decision:\n\n(i)  A is sold.",
            id="before its reasons",
        ),
    ],
)
def test_where_a_decision_ends(text: str, words: str) -> None:
    assert _one(text).text == words


def test_several_decisions_of_one_text_stay_apart() -> None:
    text = "RESOLVED that A be noted.\n\n2.\n\nFares\n\nMinutes:\n\nRESOLVED that B be approved."
    assert [verbs for _, _, verbs in _read(text)] == [("note",), ("approve",)]


def test_the_formal_resolution_replaces_what_the_paragraph_above_it_told() -> None:
    told = "4. The trip would cost £300 a head and last three days. By vote it was agreed to send the Chair.\n\n"
    text = told + "AGREED that the Chair attend."
    assert [words for _, words, _ in _read(text)] == ["AGREED that the Chair attend."]


def test_each_clause_has_its_words_and_its_verbs() -> None:
    text = "RESOLVED that (i) the report be noted; and (ii) the Clerk be asked to write."
    assert [(clause.text, clause.verbs) for clause in _one(text).clauses] == [
        ("the report be noted", ("note",)),
        ("the Clerk be asked to write.", ("ask",)),
    ]
    for clause in _one(text).clauses:
        assert text[clause.start_char : clause.end_char] == clause.text


def test_a_task_counts_only_where_nothing_else_is_decided() -> None:
    assert _one("RESOLVED that it be noted and that a map be shown.").verbs == ("note",)
    assert _one("RESOLVED that a map be shown.").verbs == ("show",)


@pytest.mark.parametrize(
    ("text", "proposer", "seconder"),
    [
        ("Proposed by Cllr Ambrose, seconded by Mrs Birtle and RESOLVED that it be lit.", "Cllr Ambrose", "Mrs Birtle"),
        (
            "Cllr Crake moved, and Miss Dray seconded, that it be lit.\n\nRESOLVED that it be lit.",
            "Cllr Crake",
            "Miss Dray",
        ),
        ("RESOLVED that it be lit.\n\n(Proposed by Mr Eddow; seconded by Cllr Fane)", "Mr Eddow", "Cllr Fane"),
        ("Moved by Councillor P Ambrose. RESOLVED that it be lit.", "Councillor P Ambrose", None),
        ("RESOLVED that it be lit.", None, None),
    ],
)
def test_who_proposed_and_who_seconded(text: str, proposer: str | None, seconder: str | None) -> None:
    found = _one(text)
    assert (found.proposer, found.seconder) == (proposer, seconder)


@pytest.mark.parametrize(
    "text",
    [
        "Nine voted in favour and four against.\n\nRESOLVED that it be lit.",
        "With nine votes for and four against, it was RESOLVED that it be lit.",
        "RESOLVED that it be lit.\n\n(Nine votes for, four against.)",
    ],
)
def test_the_vote_printed_with_a_decision(text: str) -> None:
    vote = _one(text).vote
    assert vote is not None
    assert (vote.votes_for, vote.votes_against) == (9, 4)


def test_a_vote_of_the_item_before_is_not_attached() -> None:
    first = "It was carried by nine votes to four.\n\nRESOLVED that A be lit.\n\n"
    text = first + "5.\n\nFares\n\nMinutes:\n\nRESOLVED that B be lit."
    assert [found.vote is None for found in find_resolutions(text)] == [False, True]


def test_the_trace_names_the_readings_that_were_refused() -> None:
    trace: list[Rival] = []
    text = "The Panel had agreed to it."
    assert find_resolutions(text, trace=trace) == []
    assert [text[rival.start_char : rival.end_char] for rival in trace] == ["agreed"]


_PIECES = st.sampled_from(
    [
        "RESOLVED ",
        "that ",
        "the minutes ",
        "were AGREED ",
        "be noted",
        "; and ",
        ".",
        "\n\n",
        "(a)  ",
        "1. ",
        "Decision:",
        "It was ",
        "agreed to ",
        "The Panel ",
        "[",
        "]",
        "UNANIMOUSLY ",
        "NOTED",
        "• ",
        " |",
        "moved by Mr A ",
        "to note ",
    ]
)


@settings(max_examples=50, deadline=None)
@given(st.lists(_PIECES | st.text(max_size=5), max_size=25).map("".join))
def test_offsets_are_exact_and_decisions_never_overlap(text: str) -> None:
    end = 0
    for found in find_resolutions(text):
        assert found.start_char >= end
        assert text[found.start_char : found.end_char] == found.text
        assert all(text[clause.start_char : clause.end_char] == clause.text for clause in found.clauses)
        end = found.end_char


@pytest.mark.parametrize(
    "sign",
    [
        "RESOLVED ",
        "The Panel agreed ",
        "the ",
        "The minutes were AGREED. ",
        "It was noted ",
        "a, ",
        "RESOLVED\n\n1. x\n\n",
        "; and that",
        "(i) ",
        "proposed by Mr A ",
        "Decision:\n",
        "be noted and ",
        "Supporting ",
        " " * 9 + "|",
        "The Panel AGREED ",
        "It was RESOLVED ",
        "(",
        "(a) ",
        "AGREED the report (",
        "RESOLVED that it be noted. Then he had said. ",
        "RESOLVED\n\n",
        "For (1) Against (2).\n\nRESOLVED that it be noted.\n\n",
        "The motion was put and CARRIED. ",
        "DECISION\n\n\n The motion was CARRIED “",
        "a-PDF 1 KB NOTED. (a) ",
        "1. X\n\n1.\nx\rThe Panel AGREED ",
    ],
)
def test_no_text_is_slow(sign: str) -> None:
    text = sign * (20_000 // len(sign))
    assert calls_per_character(find_resolutions, text) < 25


def test_that_may_stand_on_a_line_of_its_own() -> None:
    text = "RESOLVED –\n\nThat\n\n(1)  the report be noted;\n\n(2)  the Clerk be asked to write.\n\nIt rained."
    assert [(found.verbs, found.text[-6:]) for found in find_resolutions(text)] == [(("note", "ask"), "write.")]


def test_what_a_member_asked_for_is_no_part_of_what_was_agreed() -> None:
    text = "Mr Ambrose asked that it be brought forward, and it was AGREED that the programme be amended."
    assert [words for _, words, _ in _read(text)] == ["AGREED that the programme be amended."]


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        pytest.param(
            "RESOLVED:- 1)That the ferry be noted; 2)That the Chair be thanked.",
            ["That the ferry be noted", "That the Chair be thanked."],
            id="no space after the bracket",
        ),
        pytest.param(
            "RESOLVED:- (1)That the ferry be noted. (2)that the Chair be thanked.",
            ["That the ferry be noted.", "that the Chair be thanked."],
            id="a full stop before the bracket",
        ),
        pytest.param(
            "RESOLVED – That\n\n1)the ferry be noted\n\n2)the Chair be thanked",
            ["the ferry be noted", "the Chair be thanked"],
            id="no space, on lines of their own",
        ),
        pytest.param(
            "RESOLVED that: a. the ferry be noted; b. the Chair be thanked.",
            ["the ferry be noted", "the Chair be thanked."],
            id="letters with a point, in a line",
        ),
        pytest.param(
            "RESOLVED that:\na. the ferry be noted; and\nb. the Chair be thanked.",
            ["the ferry be noted", "the Chair be thanked."],
            id="letters with a point, on lines",
        ),
        pytest.param(
            "RESOLVED – That:-\n\nA. The ferry be noted\n\nB. The Chair be thanked",
            ["The ferry be noted", "The Chair be thanked"],
            id="capital letters",
        ),
        pytest.param(
            "RESOLVED – That the Harbour Board\n\n(a) notes the ferry; and\n\n(b) thanks the Chair.",
            ["notes the ferry", "thanks the Chair."],
            id="the subject of all stands before the list",
        ),
        pytest.param(
            "RESOLVED that: (i) the ferry be noted; (ii) p. 9 be approved, e.g. the map.",
            ["the ferry be noted", "p. 9 be approved, e.g. the map."],
            id="a page and an example are no marks",
        ),
    ],
)
def test_clauses_are_cut_at_their_marks(text: str, clauses: list[str]) -> None:
    found = _one(text)
    assert [clause.text for clause in found.clauses] == clauses
    assert len(found.verbs) == len(clauses)


def test_a_list_that_follows_a_whole_decision_is_no_part_of_it() -> None:
    text = "RESOLVED that the ferry be noted\n\n1.  The Chair spoke of the quay."
    assert _one(text).text == "RESOLVED that the ferry be noted"


@pytest.mark.parametrize(
    "before",
    [
        pytest.param("It was therefore ", id="in the same paragraph"),
        pytest.param("It was therefore\n\n", id="led on to in a paragraph of its own"),
        pytest.param("The motion was therefore declared carried.\n\n", id="declared between them"),
    ],
)
def test_a_recorded_vote_belongs_to_the_decision_below_it(before: str) -> None:
    roll = "A recorded vote was taken:\n\nFor: Cllrs Ambrose and Birtle\n\nAgainst: Cllr Crake\n\nAbstain: none\n\n"
    vote = _one(f"{roll}{before}RESOLVED that the quay be lit.").vote
    assert vote is not None
    assert (vote.names_for, vote.names_against, vote.abstain) == (("Ambrose", "Birtle"), ("Crake",), 0)


def test_a_motion_that_was_carried_is_a_decision_with_its_movers_and_its_vote() -> None:
    moved = "A MOTION moved by Cllr Ambrose and seconded by Cllr Birtle, that the quay be lit,"
    found = _one(f"{moved} was put and CARRIED by 33 votes to 11.")
    assert (found.decision, found.proposer, found.seconder) == ("resolved", "Cllr Ambrose", "Cllr Birtle")
    assert found.vote is not None
    assert (found.vote.votes_for, found.vote.votes_against) == (33, 11)


def test_the_movers_of_a_motion_stand_above_its_words() -> None:
    moved = "Moved by Cllr Ambrose and seconded by Cllr Birtle:\n\nThis Council calls for lights.\n\nCllr Dray spoke."
    found = _one(f"{moved}\n\nOn being put to the vote the MOTION was CARRIED.")
    assert (found.proposer, found.seconder) == ("Cllr Ambrose", "Cllr Birtle")


def test_the_movers_of_an_amendment_are_not_those_of_the_motion() -> None:
    text = "An amendment moved by Cllr Crake was LOST.\n\nThe substantive motion was put and CARRIED."
    assert (_one(text).proposer, _one(text).seconder) == (None, None)


@pytest.mark.parametrize(
    "text",
    [
        "The motion was put and CARRIED. RESOLVED that the quay be lit.",
        "The motion was put and CARRIED.\n\nIt was therefore RESOLVED that the quay be lit.",
        "The motion was CARRIED:\n\nFor: Cllr Ambrose\n\nAgainst: Cllr Birtle\n\nRESOLVED that the quay be lit.",
    ],
)
def test_a_motion_that_was_carried_yields_to_the_decision_in_its_own_words(text: str) -> None:
    assert _one(text).text == "RESOLVED that the quay be lit."


def test_a_motion_that_was_carried_does_not_yield_to_the_next_item() -> None:
    text = "The motion was put and CARRIED.\n\n13. Minutes\n\nRESOLVED that the minutes be signed."
    assert [found.rule_id for found in find_resolutions(text)] == ["resolution.motion_carried", "resolution.resolved"]


def test_recommendations_that_were_agreed_are_a_decision() -> None:
    text = "Recommendation 1: That the quay be lit.\n\nThe Committee AGREED the recommendations."
    assert _read(text) == [("agreed", "AGREED the recommendations.", ("agree",))]


def test_a_recorded_vote_is_not_that_of_a_later_decision() -> None:
    roll = "For: Cllrs Ambrose and Birtle\n\nAgainst: Cllr Crake\n\n"
    text = f"{roll}RESOLVED that the quay be lit.\n\nThe Chair spoke.\n\nRESOLVED that it be noted."
    assert [found.vote is not None for found in find_resolutions(text)] == [True, False]


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("NOTED the report and thanked the Harbour Master for attending.", "note"),
        ("The Panel AGREED the fares.", "agree"),
        ("The Panel RECOMMENDED the fares to the Council.", "recommend"),
    ],
)
def test_a_clause_without_a_verb_has_that_of_its_keyword(text: str, verb: str) -> None:
    (clause,) = _one(text).clauses
    assert clause.verbs == (verb,)
