"""More of what clerks write of votes: recorded votes in lists and tables, requests to be recorded, ties, elections."""

from __future__ import annotations

import pytest

from minuteminer.annotate.votes import find_votes

Sides = tuple[int | None, int | None, int | None]


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("The minutes were declared a correct record by 24 votes, to 10 votes, with 1 abstention.", [(24, 10, 1)]),
        (
            "| Vote | Councillors | Count |\n|---|---|---|\n| For | A Ambrose, B Birtle and C Crake | 3 |\n| "
            "Against | D Dray | 1 |\n| Abstain | None | 0 |",
            [(3, 1, 0)],
        ),
        (
            "Vote | Councillors | Count\nFor | A Ambrose, B Birtle and C Crake | 3\nAgainst | None | 0\nAbstain "
            "| None | 0",
            [(3, 0, 0)],
        ),
        (
            "There voted for the motion:\n\nCouncillors Ambrose, Birtle and Crake ..... 3\n\nThere voted against "
            "the motion:\n\nCouncillors Dray and Eel ..... 2\n\nThere abstained from voting:\n\n"
            "Councillor Fane ..... 1",
            [(3, 2, 1)],
        ),
        (
            "In favour of the proposal: Councillors Ann Ambrose, Bea Birtle, Con Crake and Dan Dray. "
            "(4)\n\nAgainst the proposal: Councillors Eel and Fane. (2)\n\nAbstentions: Councillor Gant. (1)",
            [(4, 2, 1)],
        ),
        (
            "The vote on the recommendation was then taken, and carried by 22 votes to one, with two abstentions.",
            [(22, 1, 2)],
        ),
        ("This was carried on a majority of 7 for and 1 against.", [(7, 1, None)]),
        ("On the first vote the result was 3 for and 4 abstained.", [(3, None, 4)]),
        ("The result was 3 for and 4 abstained in the vote.", [(3, None, 4)]),
        ("Councillors Ambrose and Birtle abstained from voting.", [(None, None, 2)]),
        (
            "The proposal was put to the vote, with the following result:\n\nFor: 26\n\nAgainst: 32\n\nAbstention: 0",
            [(26, 32, 0)],
        ),
        ("(Voting: 9 - 2 - 1)", [(9, 2, 1)]),
        ("Votes for 9, votes against 2, abstentions 1.", [(9, 2, 1)]),
        ("Votes For 9; Against 2; Abstentions 1", [(9, 2, 1)]),
        ("The Panel voted as follows: 9 in support, 2 against, 1 abstaining.", [(9, 2, 1)]),
        ("It was RESOLVED (9 Members in favour, 2 Members against) that the quay be lit.", [(9, 2, None)]),
        (
            "On a vote being taken, nine Members voted for the motion and three voted against, with one abstention.",
            [(9, 3, 1)],
        ),
        ("On a vote being taken there were nine in favour and none against.", [(9, 0, None)]),
        (
            "The motion was put and carried, there being eight votes for, three against and two abstentions.",
            [(8, 3, 2)],
        ),
        ("Of the twelve Members present, nine voted in favour and three against.", [(9, 3, None)]),
        ("With 7 votes in favour, 7 against and 1 abstention the Chair used a casting vote in favour.", [(7, 7, 1)]),
        (
            "The voting was seven for and seven against, and the Chair gave a casting vote for the motion.",
            [(7, 7, None)],
        ),
        (
            "The votes being equal (6 for, 6 against), the Chair exercised a second and casting vote in favour "
            "of the motion.",
            [(6, 6, None)],
        ),
        (
            "Five Members voted in favour, five against, and the motion was carried on the Chair's casting vote.",
            [(5, 5, None)],
        ),
        ("The motion was declared carried by ten votes to three.", [(10, 3, None)]),
        ("The proposition was carried 10 votes to 3.", [(10, 3, None)]),
        ("Agreed by 10 votes to 3 with 2 abstentions.", [(10, 3, 2)]),
        ("AGREED (10 for, 3 against, 2 abstentions).", [(10, 3, 2)]),
        ("AGREED (10:3:2) that the quay be lit.", [(10, 3, 2)]),
        ("The Panel agreed by a vote of 10 to 3 to light the quay.", [(10, 3, None)]),
        ("The vote was lost by 3 votes to 10.", [(3, 10, None)]),
        ("The amendment fell by 3 votes to 10.", [(3, 10, None)]),
        ("The amendment was put to the vote and was not carried, with 3 votes for and 10 against.", [(3, 10, None)]),
        ("The motion was carried, no Member dissenting.", [(None, 0, None)]),
        ("The motion was agreed with no votes against.", [(None, 0, None)]),
        ("The motion was agreed with no one voting against and one abstention.", [(None, 0, 1)]),
        ("It was agreed with one vote against.", [(None, 1, None)]),
        ("Councillor Dray asked that her vote against the motion be recorded.", [(None, 1, None)]),
        ("Councillor Dray asked for his abstention to be recorded in the minutes.", [(None, None, 1)]),
        ("Councillor Dray wished it to be recorded that she had voted against the motion.", [(None, 1, None)]),
        ("Cllr Dray requested that his vote against be minuted.", [(None, 1, None)]),
        (
            "Councillors Dray and Eel asked that their names be recorded as having voted against the motion.",
            [(None, 2, None)],
        ),
        ("Mr Dray abstained.", [(None, None, 1)]),
        ("Mr Dray did not vote.", []),
        ("On a show of hands there were 9 for and 3 against.", [(9, 3, None)]),
        ("By a show of hands the motion was carried by nine votes to three.", [(9, 3, None)]),
        ("By show of hands the motion was carried.", []),
        (
            "A recorded vote was taken: Cllr Ambrose – For; Cllr Birtle – For; Cllr Crake – Against; Cllr Dray – "
            "Abstain.",
            [(2, 1, 1)],
        ),
        (
            "A recorded vote was requested.\n\nCouncillor | Vote\nAmbrose | For\nBirtle | For\nCrake | "
            "Against\nDray | Abstain",
            [(2, 1, 1)],
        ),
        (
            "Voting for the motion: Councillors Ambrose, Birtle and Crake (3). Voting against: Councillor Dray (1).",
            [(3, 1, None)],
        ),
        ("Those in favour: Ambrose, Birtle, Crake. Those against: Dray, Eel. Abstaining: Fane.", [(3, 2, 1)]),
        ("Members voting in favour (3): Ambrose, Birtle, Crake. Members voting against (1): Dray.", [(3, 1, None)]),
        ("FOR THE MOTION – 9 AGAINST THE MOTION – 3 ABSTENTIONS – 1", [(9, 3, 1)]),
        ("Ayes: 9. Noes: 3. Abstentions: 1.", [(9, 3, 1)]),
        ("Yes: 9, No: 3, Abstain: 1 – the motion was carried on the vote.", [(9, 3, 1)]),
        ("The vote was 9 Ayes, 3 Noes.", [(9, 3, None)]),
        ("The Panel voted 9-3 to support the precept, Mr Dray abstaining.", [(9, 3, 1)]),
        ("The precept was supported by a majority of nine votes to three.", [(9, 3, None)]),
        ("The recommendation was supported by 9 votes, with 3 opposed and 1 abstention.", [(9, 3, 1)]),
        ("The recommendation was approved with 9 votes for and 3 votes opposed.", [(9, 3, None)]),
        ("The motion to veto received only four votes, with nine against, and so failed.", [(4, 9, None)]),
        ("Nine Members supported the veto, which was one fewer than was needed; four voted against.", [(9, 4, None)]),
        (
            "The motion to veto was supported by seven Members, three short of the two thirds required; five "
            "were against it.",
            [(7, 5, None)],
        ),
        ("The vote was taken by roll call: twelve for, one against.", [(12, 1, None)]),
        ("In a secret ballot nine papers were in favour, three against and one was spoiled.", [(9, 3, None)]),
        ("The motion, having received 8 votes to 4, was carried.", [(8, 4, None)]),
        ("The Panel, by eight votes to four, resolved to support the precept.", [(8, 4, None)]),
        ("It was decided, with four Members voting against, to support the precept.", [(None, 4, None)]),
        ("Eight Members backed the proposal, four opposed it and there was one abstention.", [(8, 4, 1)]),
        ("Cllr Dray voted against the motion and Cllr Eel abstained.", [(None, 1, 1)]),
        ("All but one Member voted in favour.", []),
        ("All Members voted in favour except Councillor Dray, who voted against.", [(None, 1, None)]),
        ("The survey showed 62% in favour, 20% against.", []),
        ("Nine MPs had voted for the Bill and three against it.", []),
        ("He asked how many Members had voted for the precept.", []),
        ("The Force had voted 9 officers for an award.", []),
        ("Ten Members voted for and three against, with the Chair abstaining.", [(10, 3, 1)]),
        ("Nine voted for, three against, and the remaining Member abstained.", [(9, 3, 1)]),
        ("Nine voted for and three against, both independent Members abstaining.", [(9, 3, 2)]),
        ("Two Members, Mr Dray and Mrs Eel, abstained.", [(None, None, 2)]),
        ("Councillors Ambrose, Birtle and Crake (3) voted against.", [(None, 3, None)]),
        ("It was carried with Cllr Ambrose and Cllr Birtle against.", [(None, 2, None)]),
        ("It was carried by nine votes to three, there being one abstention.", [(9, 3, 1)]),
        ("It was carried by nine votes to none.", [(9, 0, None)]),
        ("It was carried by nine votes to nil, with two Members abstaining.", [(9, 0, 2)]),
        ("It was carried by a majority of two.", []),
        ("All 12 Members present voted in favour.", [(12, None, None)]),
        ("All twelve voted in favour.", [(12, None, None)]),
        ("The vote was 12 to 0.", [(12, 0, None)]),
        ("The vote was 12–0 in favour.", [(12, 0, None)]),
        ("Ten Members voted for the report, two voted against it and Mr Dray did not vote.", [(10, 2, None)]),
        (
            "Following a vote, with 6 for, 5 against and 2 abstentions, it was RESOLVED that the quay be lit.",
            [(6, 5, 2)],
        ),
        ("A vote was held and with six Members for and five against the motion passed.", [(6, 5, None)]),
        ("The motion passed (six for; five against; one abstention).", [(6, 5, 1)]),
        ("The motion passed by six to five.", [(6, 5, None)]),
        ("The motion passed 6–5, Councillor Dray having left the meeting.", [(6, 5, None)]),
        ("The motion failed by five votes to six.", [(5, 6, None)]),
        ("The motion failed 5-6.", [(5, 6, None)]),
        ("The motion was not carried, five Members voting for it and six against.", [(5, 6, None)]),
        (
            "The amendment was put and six Members voted in favour, six against; the Chairman declined to give a "
            "casting vote and the amendment fell.",
            [(6, 6, None)],
        ),
        ("Cllr Ambrose received six votes, Mr Birtle four and Mrs Crake two.", [(6, 4, None)]),
        ("Cllr Ambrose was elected by six votes to Mr Birtle's four, with two abstentions.", [(6, 4, 2)]),
        ("Votes cast: Cllr Ambrose 6; Mr Birtle 4.", [(6, 4, None)]),
        ("There were six votes for Cllr Ambrose, four for Mr Birtle and one spoilt paper.", [(6, 4, None)]),
        ("Only Councillor Dray voted against.", [(None, 1, None)]),
        ("Councillor Dray was the only Member to vote against.", [(None, 1, None)]),
        ("The sole vote against was that of Councillor Dray.", [(None, 1, None)]),
        ("A single Member voted against, and none abstained.", [(None, 1, 0)]),
        ("Nobody voted against.", [(None, 0, None)]),
        ("No Member voted against, though two abstained.", [(None, 0, 2)]),
        ("The motion was carried without a vote.", []),
        ("Members agreed by consensus.", []),
        ("By general assent the minutes were approved.", []),
        ("It was carried on a show of hands, by nine to four.", [(9, 4, None)]),
        ("A show of hands gave nine for and four against.", [(9, 4, None)]),
        ("The show of hands was nine to four.", [(9, 4, None)]),
        ("The count was nine for, four against.", [(9, 4, None)]),
        ("The tellers reported nine for and four against.", [(9, 4, None)]),
        ("The Clerk announced the result: nine in favour, four against, two abstentions.", [(9, 4, 2)]),
        ("Recorded vote:\nFor – 9\nAgainst – 4\nAbstain – 2", [(9, 4, 2)]),
        ("Recorded vote: 9 for (Cllrs A, B), 4 against (Cllrs C, D), 2 abstaining.", [(9, 4, 2)]),
        ("For: 9 Against: 4 Abstain: 2", [(9, 4, 2)]),
        ("For 9 Against 4 Abstained 2", [(9, 4, 2)]),
        ("F: 9 A: 4", []),
        ("9 for, 4 against, 2 abs.", [(9, 4, 2)]),
        ("(9/4/2)", []),
        ("It was RESOLVED by 9 votes to 4 (2 abstentions) that the quay be lit.", [(9, 4, 2)]),
        ("RESOLVED, on a vote of 9 to 4, that the quay be lit.", [(9, 4, None)]),
        ("RESOLVED (on a majority vote, 9 to 4): That the quay be lit.", [(9, 4, None)]),
        ("RESOLVED by majority (9 for; 4 against): That the quay be lit.", [(9, 4, None)]),
        ("RESOLVED that the quay be lit (carried 9 to 4).", [(9, 4, None)]),
        ("RESOLVED: That the quay be lit. (9 for, 4 against)", [(9, 4, None)]),
        ("The Panel, with three Members dissenting, RECOMMENDED that the quay be lit.", [(None, 3, None)]),
        ("The Panel, Councillor Dray dissenting, RECOMMENDED that the quay be lit.", [(None, 1, None)]),
        ("RECOMMENDED, Cllrs Dray and Eel abstaining, that the quay be lit.", [(None, None, 2)]),
        ("AGREED, with Councillor Dray's abstention, that the quay be lit.", [(None, None, 1)]),
        ("AGREED (Councillor Dray abstained).", [(None, None, 1)]),
        ("AGREED with one abstention.", [(None, None, 1)]),
        ("The motion was defeated by the casting vote of the Chair, the votes being tied at seven.", [(7, 7, None)]),
        ("The votes were tied at seven each, and the Chair voted again, for the motion.", [(7, 7, None)]),
        ("There was a tied vote (7:7).", [(7, 7, None)]),
        ("There was an equality of votes, seven on each side.", [(7, 7, None)]),
        ("It was carried by one vote, seven to six.", [(7, 6, None)]),
        ("It was carried by one vote (7-6).", [(7, 6, None)]),
        ("Thirteen Members voted, eight for and five against.", [(8, 5, None)]),
        ("Of thirteen votes cast eight were for and five against.", [(8, 5, None)]),
        ("Of the 13 Members present eight were in favour, three against, and two abstained.", [(8, 3, 2)]),
        ("The Panel divided, eight for and five against.", [(8, 5, None)]),
        ("On a division there were eight for and five against.", [(8, 5, None)]),
        ("The Board voted by eight to five for the sale, with Mrs Lisle not voting.", [(8, 5, None)]),
    ],
)
def test_a_vote_is_read_as_clerks_print_it(text: str, sides: list[Sides]) -> None:
    found = find_votes(text)
    assert [(vote.votes_for, vote.votes_against, vote.abstain) for vote in found] == sides
    assert not any(vote.unanimous for vote in found)
    assert all(text[vote.start_char : vote.end_char] == vote.text for vote in found)


@pytest.mark.parametrize(
    "text",
    [
        "This was carried with all in favour.",
        "The motion was CARRIED without division.",
        "The Panel resolved unanimously that the quay be lit.",
        "By unanimous vote the quay was to be lit.",
        "It was agreed, nem. con., that the quay be lit.",
        "RESOLVED nem con that the quay be lit.",
        "RESOLVED (nem dis) that the quay be lit.",
        "The Panel was unanimous in its support.",
        "There was unanimous support for the recommendation.",
        "Unanimous.",
        "Agreed unanimously.",
        "Voting was unanimous.",
        "It was carried unanimously by the 12 Members present.",
        "Every Member voted for it.",
        "The minutes were approved without a division.",
    ],
)
def test_one_mind_is_told_in_many_words(text: str) -> None:
    (vote,) = find_votes(text)
    assert vote.unanimous
    assert (vote.votes_for, vote.votes_against or None, vote.abstain) == (None, None, None)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "A recorded vote was taken: Cllr Ambrose – For; Cllr Birtle – For; Cllr Crake – Against; Cllr Dray – "
            "Abstain.",
            (("Ambrose", "Birtle"), ("Crake",), ("Dray",)),
        ),
        (
            "Councillor | Vote\nAmbrose | For\nBirtle | For\nCrake | Against",
            (("Ambrose", "Birtle"), ("Crake",), ()),
        ),
        (
            "Vote | Councillors | Count\nFor | A Ambrose and B Birtle | 2\nAgainst | C Crake | 1\nAbstain | None | 0",
            (("A Ambrose", "B Birtle"), ("C Crake",), ()),
        ),
        (
            "There voted for the motion:\n\nCouncillors Ambrose and Birtle ..... 2\n\nThere voted against the motion:"
            "\n\nCouncillor Crake ..... 1",
            (("Ambrose", "Birtle"), ("Crake",), ()),
        ),
    ],
)
def test_who_voted_how_is_kept(text: str, names: tuple[tuple[str, ...], ...]) -> None:
    (vote,) = find_votes(text)
    assert (vote.names_for, vote.names_against, vote.names_abstain) == names


@pytest.mark.parametrize(
    "text",
    [
        "Item No: 3 was against the tide.",
        "Ambrose – For sale; Birtle – For hire; Crake – Against the wall",
        "The ferry passed 6-5 High Street.",
        "The engine failed 5 times, 6 of them at sea.",
        "Harbour | Reason\nSaltmere | For\nDunwick | Light",
        "The boats were tied at six.",
    ],
)
def test_what_only_looks_like_a_vote_is_none(text: str) -> None:
    assert find_votes(text) == []
