"""The many ways in which minutes print a vote: for, against, abstained; None where a side is not stated."""

from __future__ import annotations

import pytest

from minuteminer.annotate.votes import find_votes


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("The motion was carried by 9 votes to 4.", [(9, 4, None)]),
        ("The motion was put to the vote and carried by 12 to 3.", [(12, 3, None)]),
        (
            "Proposed and seconded; a vote was taken; 5 for, 1 against. It was therefore RESOLVED"
            " that the fares be frozen.",
            [(5, 1, None)],
        ),
        ("Proposed and seconded; a vote was taken; 5 for, 1 abstention.", [(5, None, 1)]),
        ("There was a majority agreement for the recommendations with nine abstentions.", [(None, None, 9)]),
        ("FOR: 7\nAGAINST: 3\nABSTAIN: 1", [(7, 3, 1)]),
        ("Votes for: 7. Votes against: 3. Abstentions: 1.", [(7, 3, 1)]),
        ("Voting: For 7, Against 3, Abstained 1", [(7, 3, 1)]),
        ("(7 For, 3 Against, 1 Abstained)", [(7, 3, 1)]),
        ("The vote was 7 in favour, 3 against with 1 abstention.", [(7, 3, 1)]),
        ("On a show of hands the proposal was lost by 4 votes to 7.", [(4, 7, None)]),
        ("The amendment was defeated, 4 voting in favour and 7 against.", [(4, 7, None)]),
        (
            "Upon being put to the vote, the motion was carried with 8 votes in favour, 2 against and no abstentions.",
            [(8, 2, 0)],
        ),
        ("The vote was tied at 6-6 and the Chair used her casting vote against the motion.", [(6, 6, None)]),
        ("There were five votes for and five against; the Chairman gave his casting vote in favour.", [(5, 5, None)]),
        ("With 9 Members voting in favour and none against, the motion was carried.", [(9, 0, None)]),
        (
            "For: Councillors Ames, Brack and Dole. Against: Councillors Fyfe and Gill. Abstained: Councillor Hook.",
            [(3, 2, 1)],
        ),
        ("For (3): Ames, Brack, Dole; Against (2): Fyfe, Gill; Abstain (1): Hook.", [(3, 2, 1)]),
        ("A vote was taken, the result of which was 10 for, 3 against, 2 abstentions.", [(10, 3, 2)]),
        ("The Panel voted by 10 votes to 3 to support the precept.", [(10, 3, None)]),
        ("The Panel agreed by a majority of 8 to 5 to support the precept.", [(8, 5, None)]),
        ("The Panel agreed, by a majority vote, to support the precept.", []),
        ("It was RESOLVED (with one abstention) that the fares be frozen.", [(None, None, 1)]),
        ("RESOLVED with two against that the fares be frozen.", [(None, 2, None)]),
        ("Councillor Ames voted against and asked that this be recorded.", [(None, 1, None)]),
        (
            "Councillors Ames and Brack requested that their votes against the decision be recorded.",
            [(None, 2, None)],
        ),
        (
            "The motion was put and was carried, 14 Members having voted for it, 6 against and 2 having abstained.",
            [(14, 6, 2)],
        ),
        ("The recommendation was approved (8 votes to 2, with 1 abstention).", [(8, 2, 1)]),
        ("On being put to the vote, it was agreed by 9 votes for to 2 against.", [(9, 2, None)]),
        ("Following a vote (6 in favour, 2 against, 2 abstentions) the recommendation was carried.", [(6, 2, 2)]),
        (
            "There being an equality of votes, 4 for and 4 against, the Chairman exercised his"
            " casting vote for the motion.",
            [(4, 4, None)],
        ),
        ("The proposal received 11 votes for, with 1 vote against.", [(11, 1, None)]),
        ("Nine members voted in favour; there were no votes against and there were three abstentions.", [(9, 0, 3)]),
        ("The motion fell, 5 votes to 8.", [(5, 8, None)]),
        (
            "A named vote was requested. In favour: Cllrs Ames, Brack. Against: Cllrs Dole, Fyfe,"
            " Gill. Abstentions: none.",
            [(2, 3, 0)],
        ),
        ("Voted: 6 for; 3 against; 0 abstained.", [(6, 3, 0)]),
        ("The vote being: For – 6; Against – 3; Abstentions – 0.", [(6, 3, 0)]),
        ("Motion carried 6/3.", [(6, 3, None)]),
        ("The vote was recorded as follows: 6 For; 3 Against; Nil Abstentions", [(6, 3, 0)]),
        ("A veto would need ten votes in favour.", []),
        ("Of 340 replies 200 were in favour and 140 against.", []),
        ("The Government was against the plan and three councils were for it.", []),
        ("The club won by 4 votes to 2 at the league's meeting last year.", []),
        ("It was carried, with Mr Farrant abstaining.", [(None, None, 1)]),
        ("Nine Members voted for the motion; Cllr Crake and Mrs Birtle voted against it.", [(9, 2, None)]),
        ("Cllr Crake voted against; the other nine Members were in favour.", [(9, 1, None)]),
        ("This was agreed by nine to three.", [(9, 3, None)]),
        ("This was agreed by 9 votes to nil.", [(9, 0, None)]),
        ("RESOLVED, with one dissentient, that the fares be frozen.", [(None, 1, None)]),
        ("Four Members voted against it, and eight for.", [(8, 4, None)]),
        ("The voting was equal, six to six, and the Chair gave a second vote for the motion.", [(6, 6, None)]),
        ("Eleven voted for it and nobody against.", [(11, 0, None)]),
        (
            "It was carried on the casting vote of the Chair, the votes having been five for and five against.",
            [(5, 5, None)],
        ),
        ("The motion was carried, eight voting for, three against and one not voting.", [(8, 3, 1)]),
        ("It was carried by a majority of eleven to two.", [(11, 2, None)]),
        ("RESOLVED, Councillor Dray dissenting, that the fares be frozen.", [(None, 1, None)]),
        ("By a show of hands, seven to five, the Panel chose the first option.", [(7, 5, None)]),
        ("The amendment was lost, four for and nine against.", [(4, 9, None)]),
        ("Ten hands were raised for the proposal and three against.", [(10, 3, None)]),
        ("Eight Members were for the proposal, three were against it and two abstained.", [(8, 3, 2)]),
        ("One Member asked that his vote against be recorded.", [(None, 1, None)]),
        ("Seven members supported the motion and six opposed it.", [(7, 6, None)]),
        ("Seven members supported the motion, six opposed it and one abstained, so it was carried.", [(7, 6, 1)]),
        ("The vote went seven to six in favour of the sale.", [(7, 6, None)]),
        ("The motion was put and lost by two votes, five to seven.", [(5, 7, None)]),
        ("Thirteen Members voted in favour, none voted against and none abstained.", [(13, 0, 0)]),
        ("The precept was supported by twelve votes to one, with one abstention.", [(12, 1, 1)]),
        ("The Panel voted 12-1 in support, with a single abstention.", [(12, 1, 1)]),
        ("All 12 Members present voted for the motion.", [(12, None, None)]),
        ("The motion was carried by the Chair's casting vote after a tie at five each.", [(5, 5, None)]),
        ("By eight votes to five the Panel declined to support the plan.", [(8, 5, None)]),
        ("The Panel decided by eight votes to five, Mrs Lisle abstaining, to defer the item.", [(8, 5, 1)]),
        ("There voted for the motion 8 and against it 5.", [(8, 5, None)]),
        ("For the motion there voted 8, against 5.", [(8, 5, None)]),
        (
            "8 Members voted in favour of the recommendation, 5 voted against the recommendation and"
            " 1 Member abstained.",
            [(8, 5, 1)],
        ),
        ("The result of the vote was eight in favour and five opposed.", [(8, 5, None)]),
        ("RESOLVED (8 for; 5 against) that the fares be frozen.", [(8, 5, None)]),
        ("RESOLVED (by 8 votes to 5, with 2 abstentions): That the fares be frozen.", [(8, 5, 2)]),
        ("RECOMMENDED by 8 votes to 5 that the fares be frozen.", [(8, 5, None)]),
        ("AGREED, by nine votes to two, that the fares be frozen.", [(9, 2, None)]),
        ("The motion, on being put, was declared lost: For 5, Against 8.", [(5, 8, None)]),
        ("A division was called. For: 5; against: 8; abstaining: 1.", [(5, 8, 1)]),
        ("The votes were: Mr Crake 7, Mrs Birtle 5.", [(7, 5, None)]),
        ("Mr Crake was elected with seven votes, against five for Mrs Birtle.", [(7, 5, None)]),
        ("Mr Crake was elected by seven votes to five.", [(7, 5, None)]),
        ("In a secret ballot Mr Crake won seven votes and Mrs Birtle five.", [(7, 5, None)]),
        ("Seven votes were cast for Mr Crake and five for Mrs Birtle.", [(7, 5, None)]),
        ("The Chair declared the motion carried, there being 9 votes in favour to 3 against.", [(9, 3, None)]),
        ("It was carried with nine in favour and three against.", [(9, 3, None)]),
        ("Six were for it, six against; the Chair did not use her casting vote and the motion fell.", [(6, 6, None)]),
        ("nine hands went up for it and four against.", [(9, 4, None)]),
        ("The motion was carried by nine votes, with four against.", [(9, 4, None)]),
        ("A vote was taken: nine yes, four no.", [(9, 4, None)]),
        ("Vote: 9 Yes, 4 No, 1 Abstain.", [(9, 4, 1)]),
        ("Carried 9 – 4 with 1 abstention", [(9, 4, 1)]),
        ("RESOLVED by a majority (9 to 4) that the fares be frozen.", [(9, 4, None)]),
        ("The motion was CARRIED (9 in favour, 4 against).", [(9, 4, None)]),
        ("The amendment was not carried (4 votes in favour, 9 votes against).", [(4, 9, None)]),
        ("The proposal was rejected by nine votes to four.", [(4, 9, None)]),
        ("Members rejected the proposal by nine votes to four.", [(4, 9, None)]),
        ("It was agreed on a vote of 9:4.", [(9, 4, None)]),
        ("Two Members wished their abstention to be recorded.", [(None, None, 2)]),
        ("Councillor Ames wished it recorded that he had abstained.", [(None, None, 1)]),
        ("A motion to defer found no seconder.", []),
        ("Councillor Ames proposed and Councillor Brack seconded that it be deferred.", []),
        ("Nine councils were for the merger and four were against it.", []),
        ("The Commissioner said that nine of the forces were in favour and four against.", []),
        ("At the last meeting it was carried by nine votes to four.", []),
        ("Parliament had voted by 310 votes to 250 for the Bill.", []),
    ],
)
def test_a_vote_is_read_as_it_is_printed(text: str, sides: list[tuple[int | None, int | None, int | None]]) -> None:
    assert [(vote.votes_for, vote.votes_against, vote.abstain) for vote in find_votes(text)] == sides


@pytest.mark.parametrize(
    "text",
    [
        "Proposed and seconded; a vote was taken; all in favour. It was therefore RESOLVED that the fares be frozen.",
        "RESOLVED: (Unanimously)\n\nThat the fares be frozen.",
        "Carried nem con.",
        "It was unanimously AGREED that the fares be frozen.",
        "All those present voted in favour.",
        "Members voted unanimously in favour of the motion.",
        "The vote was unanimous.",
        "All Members voted in favour.",
        "It was proposed, seconded and unanimously agreed that the fares be frozen.",
        "AGREED without dissent.",
    ],
)
def test_unanimity_is_a_vote_without_numbers(text: str) -> None:
    (vote,) = find_votes(text)
    assert vote.unanimous
    assert vote.votes_for is None
