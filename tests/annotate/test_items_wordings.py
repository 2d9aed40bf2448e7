"""The many ways in which sites number the items of an agenda, and numbers that head nothing."""

from __future__ import annotations

import pytest

from minuteminer.annotate.items import find_items


@pytest.mark.parametrize(
    ("text", "items"),
    [
        (
            "9\n\nHMICFRS PEEL Inspection\n\n9.1 Officers in attendance confirmed the grades.",
            [("9", "HMICFRS PEEL Inspection")],
        ),
        (
            "9\n\nPEEL Inspection report\n\n9.1 The Deputy Chief Constable gave the grades.\n\n9.2 "
            "Members welcomed them.",
            [("9", "PEEL Inspection report")],
        ),
        ("12\n\nThe boats left at noon.\n\n13\n\nThey came back.", []),
        ("Members rose.\n\n4\n\nThe ferry timetable was then considered in detail by the Board.", []),
        ("Item 7: Ferry fares\n\nThe fares rose.", [("7", "Ferry fares")]),
        ("ITEM 7 – FERRY FARES\n\nThe fares rose.", [("7", "FERRY FARES")]),
        ("Agenda Item 7 - Ferry fares\n\nThe fares rose.", [("7", "Ferry fares")]),
        (
            "7 - Ferry fares\n\nThe fares rose.\n\n8 - Quay lights\n\nThe lights failed.",
            [("7", "Ferry fares"), ("8", "Quay lights")],
        ),
        ("7 – Ferry fares\n\n7.1 The fares rose.", [("7", "Ferry fares")]),
        (
            "7/24 Ferry fares\n\nThe fares rose.\n\n8/24 Quay lights\n\nThe lights failed.",
            [("7/24", "Ferry fares"), ("8/24", "Quay lights")],
        ),
        ("26/14 FERRY FARES\n\nThe fares rose.", [("26/14", "FERRY FARES")]),
        ("Minute 12\n\nFerry fares\n\nThe fares rose.", [("12", "Ferry fares")]),
        ("Minute 12: Ferry fares\n\nThe fares rose.", [("12", "Ferry fares")]),
        ("Minute No. 12 – Ferry fares\n\nThe fares rose.", [("12", "Ferry fares")]),
        (
            "1. Apologies for Absence\nApologies were received from Mrs Lisle.\n2. Ferry Fares\nThe fares rose.",
            [("1.", "Apologies for Absence"), ("2.", "Ferry Fares")],
        ),
        (
            "1.    Apologies\n\nNone.\n\n2.    Ferry fares\n\nThe fares rose.",
            [("1.", "Apologies"), ("2.", "Ferry fares")],
        ),
        ("14. FERRY FARES\n\nThe fares rose.", [("14.", "FERRY FARES")]),
        ("14 FERRY FARES\n\nThe fares rose.", [("14", "FERRY FARES")]),
        ("2023/145 Ferry fares\n\nThe fares rose.", [("2023/145", "Ferry fares")]),
        ("45/2023 Ferry fares\n\nThe fares rose.", [("45/2023", "Ferry fares")]),
        (
            "12) Ferry fares\n\nThe fares rose.\n\n13) Quay lights\n\nThe lights failed.",
            [("12)", "Ferry fares"), ("13)", "Quay lights")],
        ),
        ("12 | Ferry fares\n\nThe fares rose.", [("12", "Ferry fares")]),
        (
            "103  Ferry fares\n\nThe fares rose.\n\n104  Quay lights\n\nThe lights failed.",
            [("103", "Ferry fares"), ("104", "Quay lights")],
        ),
        (
            "5.\tFerry fares\n\n5.1\tThe fares rose.\n\n6.\tQuay lights\n\n6.1\tThe lights failed.",
            [("5.", "Ferry fares"), ("6.", "Quay lights")],
        ),
        ("5  Ferry fares (Agenda item 6)\n\nThe fares rose.", [("5", "Ferry fares")]),
        ("17\n\nFERRY FARES\n\nThe fares rose.", [("17", "FERRY FARES")]),
        ("17\n\nAny Other Business\n\nThere was none.", [("17", "Any Other Business")]),
        ("17\n\nFerry fares\n\nMinutes:\n\nThe fares rose.", [("17", "Ferry fares")]),
        (
            "17\n\nFerry fares\n\n17.1  The fares rose.\n\n18\n\nQuay lights\n\n18.1  The lights failed.",
            [("17", "Ferry fares"), ("18", "Quay lights")],
        ),
        (
            "17\n\nFerry fares\n\n1.  The fares rose.\n\n18\n\nQuay lights\n\n1.  The lights failed.",
            [("17", "Ferry fares"), ("18", "Quay lights")],
        ),
        (
            "17\n\nFerry fares\n\nThe Harbour Master reported that the fares had risen.\n\n18\n\nQuay "
            "lights\n\nThe lights had failed.",
            [("17", "Ferry fares"), ("18", "Quay lights")],
        ),
        ("The fares rose.\n\n17\n\nPage 17 of 20\n\nThe lights failed.", []),
        ("The fares rose\n\n17\n\nand fell again in the same year.", []),
        ("Budget\n\n17\n\nPeople were told of it by post.", []),
        (
            "3.\n\nMINUTES\n\nRESOLVED: That the minutes be signed.\n\n4.\n\nFERRY FARES\n\nThe fares rose.",
            [("3.", "MINUTES"), ("4.", "FERRY FARES")],
        ),
        ("54. Ferry Fares and Tolls\n\n54.1 The fares rose.", [("54.", "Ferry Fares and Tolls")]),
        ("54 Ferry Fares and Tolls\n\n54.1 The fares rose.", [("54", "Ferry Fares and Tolls")]),
        ("54 Ferry Fares and Tolls\n\n(1) The fares rose.\n\n(2) They fell.", [("54", "Ferry Fares and Tolls")]),
        ("Police Officers | 54\n\nThey rose.", []),
        ("1. The Chair welcomed the crew.\n\n2. The fares rose.", []),
        ("Item 5\n\nFerry fares\n\nThe fares rose.", [("5", "Ferry fares")]),
        ("Agenda Item 5\n\nFerry fares\n\nThe fares rose.", [("5", "Ferry fares")]),
        ("AGENDA ITEM 5\nFERRY FARES\n\nThe fares rose.", [("5", "FERRY FARES")]),
        ("Item No. 5: Ferry fares\n\nThe fares rose.", [("5", "Ferry fares")]),
        ("Agenda item 5: Ferry fares\n\nThe fares rose.", [("5", "Ferry fares")]),
        ("Minute 45 FERRY FARES\n\nThe fares rose.", [("45", "FERRY FARES")]),
        ("12/23. Ferry fares\n\nThe fares rose.", [("12/23.", "Ferry fares")]),
        ("12/23 - Ferry fares\n\nThe fares rose.", [("12/23", "Ferry fares")]),
        (
            "12.1 Ferry fares\n\nThe fares rose.\n\n12.2 Quay lights\n\nThe lights failed.",
            [("12.1", "Ferry fares"), ("12.2", "Quay lights")],
        ),
        (
            "12. Ferry fares – Report of the Harbour Master\n\nThe fares rose.",
            [("12.", "Ferry fares – Report of the Harbour Master")],
        ),
        ("Item 4 was deferred\n\nThe fares rose.", []),
        ("Minute 14 – the second line was corrected\n\nThe fares rose.", []),
        ("Minute 14: It was asked what had happened.", []),
        ("Q 12. What had been done about the fares?\n\nThe fares rose.", []),
        (
            "12. Ferry fares\n\n1. The fares rose.\n\n2. They fell.\n\n13. Quay lights\n\n1. The lights failed.",
            [("12.", "Ferry fares"), ("13.", "Quay lights")],
        ),
        (
            "12. Ferry fares\n\n• The fares rose.\n\n13. Quay lights\n\n• The lights failed.",
            [("12.", "Ferry fares"), ("13.", "Quay lights")],
        ),
        (
            "12. Ferry fares\n\nMembers asked about\n\n• the tolls\n\n13. Quay lights\n\nRESOLVED: That they be lit.",
            [("12.", "Ferry fares"), ("13.", "Quay lights")],
        ),
        (
            "12. Ferry fares\nThe Harbour Master said that the fares had risen.\n\n13. Quay lights\n"
            "Members asked about the lights.",
            [("12.", "Ferry fares"), ("13.", "Quay lights")],
        ),
        (
            "12. Ferry fares\nRESOLVED that the fares be noted.\n\n13. Quay lights\nRESOLVED that they be lit.",
            [("12.", "Ferry fares"), ("13.", "Quay lights")],
        ),
        (
            "12. Ferry fares\n\nRESOLVED that the fares be noted\n\n13. Quay lights\n\nRESOLVED that they be lit",
            [("12.", "Ferry fares"), ("13.", "Quay lights")],
        ),
        (
            "23.   Chair's Announcements\n\nThere were none.\n\n24.   Questions from Councillors\n\nThere were none.",
            [("23.", "Chair's Announcements"), ("24.", "Questions from Councillors")],
        ),
        ("Q. What had been done about the fares?\n\nThe fares rose.", []),
        ("PP/14/22 Ferry fares\n\nThe fares rose.", []),
        ("2. Mr Crake moved that the quay be lit and it was\n\nRESOLVED that it be lit.", []),
    ],
)
def test_items_are_found_by_number_and_title(text: str, items: list[tuple[str, str]]) -> None:
    assert [(item.number, item.title) for item in find_items(text)] == items
