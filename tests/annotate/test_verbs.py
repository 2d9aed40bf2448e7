"""Verbs of decisions: any English verb is read by its form and its place, with what it is joined to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minuteminer.annotate.inflection import base_of_participle, base_of_third
from minuteminer.annotate.resolutions import find_resolutions
from minuteminer.annotate.verbs import find_verbs


@pytest.mark.parametrize(
    ("text", "verbs"),
    [
        ("RESOLVED that the report be noted and the Clerk to the Board write to the Minister.", ("note", "write")),
        ("RESOLVED: Clerk to write to the Ferry Company and to obtain three quotes.", ("write", "obtain")),
        ("AGREED: Cllr Birtle to contact the surveyor.", ("contact",)),
        ("RESOLVED that approval be given to the lease and a deposit paid.", ("give", "pay")),
        ("RESOLVED that Standing Orders be waived and the lowest tender accepted.", ("waive", "accept")),
        ("RESOLVED that the scheme be and is hereby approved.", ("approve",)),
        (
            "RESOLVED that the minutes of the meeting held on 3 May and the notes of the workshop held"
            " on 4 May be confirmed.",
            ("confirm",),
        ),
        (
            "RESOLVED that the comments made by Members and the letter sent by the Trust be forwarded to the Board.",
            ("forward",),
        ),
        (
            "RESOLVED that the report be noted and the comments made by Members be passed to the Board.",
            ("note", "pass"),
        ),
        ("RESOLVED that the report be noted and the actions proposed in it supported.", ("note", "support")),
        (
            "RESOLVED that the Head of Legal Services draft a reply and circulate it to Members.",
            ("draft", "circulate"),
        ),
        ("RESOLVED that Councillor Birtle represent the Panel at the conference.", ("represent",)),
        ("RESOLVED that the Chair and Vice-Chair meet the Commissioner.", ("meet",)),
        (
            "RESOLVED to: (a) scrutinise the figures; (b) query the invoice; and (c) telephone the Harbour Master.",
            ("scrutinise", "query", "telephone"),
        ),
        (
            "RESOLVED that the Panel: (a) notes the report; (b) regrets the delay; and (c) urges the Force to act.",
            ("note", "regret", "urge"),
        ),
        ("RESOLVED that the matter be left on the table.", ("leave",)),
        ("RESOLVED that the quay be rebuilt and let to the Sailing Club.", ("rebuild", "let")),
        (
            "RESOLVED that the fares be frozen, reviewed in May and then published.",
            ("freeze", "review", "publish"),
        ),
        ("RESOLVED that the item be deferred to allow time for talks.", ("defer",)),
        ("RESOLVED that the item be deferred, to allow time for talks.", ("defer",)),
        (
            "RESOLVED that the Clerk be asked to ensure that the minutes be published and that the website be updated.",
            ("ask", "update"),
        ),
        ("RESOLVED that the public, which had been invited to speak, be thanked.", ("thank",)),
        ("RESOLVED that the Panel is satisfied with the answer.", ()),
        ("RESOLVED that the Panel be satisfied with the answer.", ()),
        ("RESOLVED that a letter be sent to the Trust, signed by the Chair.", ("send", "sign")),
        ("RESOLVED that no further action be taken.", ("take",)),
        ("RESOLVED that the matter be noted and no further action taken.", ("note",)),
        ("RESOLVED – Approve the accounts and pay the invoices.", ("approve", "pay")),
        ("RESOLVED: Report noted.", ("note",)),
        ("RESOLVED: The accounts were approved.", ("approve",)),
        (
            "AGREED: (1) The report be noted. (2) Officers circulate a timetable. (3) An update come back in May.",
            ("note", "circulate"),
        ),
        (
            "RESOLVED that the Commissioner be urged to reconsider and that he report back in March.",
            ("urge", "report"),
        ),
        (
            "RESOLVED that the budget be approved, the tax base noted and the precept set at £12.",
            ("approve", "note", "set"),
        ),
        ("RESOLVED that it be noted that the Clerk was invited to the launch.", ("note",)),
        ("RESOLVED that the Working Group continue and Miss Dray join it.", ("continue", "join")),
        (
            "RESOLVED that the Panel endorses the plan, commends the officers and looks forward to the outcome.",
            ("endorse", "commend"),
        ),
        ("RESOLVED that all parish councils be written to.", ("write",)),
        (
            "RESOLVED that Officers investigate the cost of lights and bring a report to the next meeting.",
            ("investigate", "bring"),
        ),
        ("RESOLVED that delegated authority be given to the Clerk to spend up to £500.", ("give",)),
        ("RESOLVED that the Panel agree to support the bid and the Chair sign it.", ("agree", "sign")),
        ("RECOMMENDED that the Board cut the grass and plant trees.", ("recommend",)),
        ("RESOLVED that the Council's thanks be conveyed to the crew.", ("convey",)),
        ("RESOLVED that the proposal put forward by the Trust be rejected.", ("reject",)),
        ("RESOLVED that expenditure incurred be reimbursed.", ("reimburse",)),
        ("Decision: (1) The lease is renewed. (2) The tenant is informed of the decision.", ("renew", "inform")),
        (
            "The minutes of the meeting held on 4 May were taken as read, confirmed and signed.",
            ("confirm", "sign"),
        ),
        (
            "RESOLVED that the accounts be approved and that the Chair sign them and the Clerk submit"
            " them to the auditor.",
            ("approve", "sign", "submit"),
        ),
        ("AGREED that officers look into the matter and report back.", ("look", "report")),
        ("RESOLVED that the Chair, in consultation with the Clerk, draft a letter.", ("draft",)),
        ("RESOLVED to co-opt Mrs Birtle and to thank the outgoing member.", ("co-opt", "thank")),
        ("RESOLVED to proceed with the purchase and seek a grant.", ("proceed", "seek")),
        ("RESOLVED that Members undertake a site visit.", ("undertake",)),
        (
            "RESOLVED that a task and finish group be set up and its terms of reference drawn up by officers.",
            ("set", "draw"),
        ),
    ],
)
def test_the_verbs_of_a_decision_are_read_by_grammar(text: str, verbs: tuple[str, ...]) -> None:
    (found,) = find_resolutions(text)
    assert found.verbs == verbs


@pytest.mark.parametrize(
    ("text", "verbs"),
    [
        ("RECOMMENDED that the Commissioner withdraw the plan and consider another.", ("recommend",)),
        ("RECOMMENDED: (a) that a map be added; and (b) that Mr Crake be appointed.", ("recommend", "appoint")),
        (
            "RESOLVED that the Panel recommend that Ms Hale be appointed and that the Clerk write to her.",
            ("recommend", "appoint", "write"),
        ),
        ("RESOLVED that it be recommended to the Trust that the maps be sold.", ("recommend",)),
    ],
)
def test_what_is_recommended_to_others_is_for_them_to_do(text: str, verbs: tuple[str, ...]) -> None:
    (found,) = find_resolutions(text)
    assert found.verbs == verbs


@pytest.mark.parametrize(
    ("text", "verbs"),
    [
        ("NOTED that the ferry would be sold and that Members were invited to the launch.", ("note",)),
        ("NOTED that the ferry would be sold and that the Clerk was authorised to pay.", ("note", "authorise")),
        ("NOTED that the ferry would be sold, and officers were requested to find another.", ("note", "request")),
        ("NOTED, and that the Trust be invited back in May.", ("note", "invite")),
    ],
)
def test_a_fact_that_is_noted_is_no_decision(text: str, verbs: tuple[str, ...]) -> None:
    (found,) = find_resolutions(text)
    assert found.verbs == verbs


_VERBS = (
    "accelerate accept accommodate accredit acquire activate adapt add address adhere adjourn adjust"
    " administer adopt advance advertise advise advocate affirm agree allocate allow alter amend analyse"
    " announce answer appeal apply appoint appreciate approve arrange ask assemble assess assign assist assure"
    " attach attend attract audit authorise await award balance ban bill book boost borrow brief broaden budget"
    " call cancel carry cascade cease celebrate challenge change channel charge chase check circulate claim"
    " clarify clean clear close co-opt collate collect combine commence commend comment commission commit"
    " communicate compare compensate compete compile complete comply conclude condemn conduct confirm"
    " congratulate conserve consider consolidate construct consult contact continue contribute control convene"
    " convey coordinate copy correct cover create credit curtail date debate decide declare decline decrease"
    " dedicate deepen defend defer define delay delegate delete deliver demand demolish demonstrate deploy"
    " deposit describe design designate destroy determine develop devise devolve devote digitise dilute dim"
    " direct disband discharge disclose discontinue discuss dismiss display dispose distribute divert divide"
    " document donate double draft drop earmark ease edit elect eliminate emphasise employ empower emulate"
    " enable encourage endorse enforce engage enhance enlarge enquire ensure enter equip erase erect escalate"
    " establish evacuate evaluate examine exchange exclude execute exempt exercise exhibit expand expedite"
    " explain explode explore expose express extend facilitate fast-track favour feature file fill finalise"
    " finance fine finish fit fix flag force formalise formulate forward foster frame free fulfil fund gather"
    " grant guarantee handle help hire honour host house identify illuminate implement impose improve include"
    " incorporate increase incur indemnify index indicate induct influence inform initiate inject insert"
    " inspect install instruct insure integrate introduce investigate invite invoice involve issue itemise join"
    " justify label launch lease legalise lengthen levy liaise license lift line link list live load lobby log"
    " lower maintain manage mark match maximise measure mention merge minimise minute mirror mitigate mobilise"
    " modify monitor mount move name negotiate nominate note notify number obey object observe obtain offer"
    " omit open operate oppose order organise outline outsource own paint park participate pass pause perform"
    " permit persuade phase pilot place plan plant point police pool position post postpone practise preclude"
    " prefer prepare present preserve press prevent price print prioritise process proclaim procure produce"
    " profile progress prohibit project promise promote propose prosecute protect provide publicise publish"
    " purchase pursue push qualify query question quote raise rank rate ratify re-advertise re-elect reach"
    " reaffirm realign rearrange recall receive recharge recirculate reclassify recognise recommend reconcile"
    " reconsider reconvene record recover recruit rectify recycle redesign redirect redraft reduce refer refine"
    " reflect refresh refund refurbish refuse register regret regulate rehearse reimburse reinforce reinstate"
    " reissue reject rejoin relax relay release relocate rely remain remedy remind remit remodel remove"
    " remunerate rename render renegotiate renew renovate rent reopen reorder reorganise repair repeal repeat"
    " rephrase replace replenish reply report represent reprint request require reschedule rescind research"
    " reserve reshape resign resite resolve respond restate restore restrict resubmit resume retain retire"
    " retrain return reuse review revise revisit revoke reward roll rota route safeguard sample sanction save"
    " scan schedule scope score screen scrutinise seal search seat second secure select separate serve settle"
    " shape share shelve shift shorten sign signpost simplify site slow smooth solicit source specify sponsor"
    " staff stage stagger standardise start state step stop store streamline strengthen structure submit"
    " subscribe substitute suggest suit summarise supplement supply support surrender survey suspend swap"
    " switch table tackle target task telephone tender terminate test thank tidy tighten title total tour trace"
    " track trade train transfer transform translate transport trawl treat trial trigger trim trust try turn"
    " underline update upgrade urge use utilise validate value vary verify veto view visit voice vote waive"
    " warn watch welcome widen wish witness work wrap zone"
).split()
_DOUBLED = frozenset(
    "ban commit control cancel dim drop equip fit fulfil incur label log omit permit plan prefer refer remit resubmit"
    " scan stop submit swap transfer trim wrap flag embed step defer travel remodel signal channel total".split()
)


def _participle(verb: str) -> str:
    if verb[-1] == "e":
        return verb + "d"
    if verb[-1] == "y" and verb[-2] not in "aeiou":
        return verb[:-1] + "ied"
    return verb + verb[-1] + "ed" if verb in _DOUBLED else verb + "ed"


def _third(verb: str) -> str:
    if verb[-1] == "y" and verb[-2] not in "aeiou":
        return verb[:-1] + "ies"
    return verb + ("es" if verb.endswith(("ss", "sh", "ch", "x", "o")) else "s")


@pytest.mark.parametrize("verb", _VERBS)
def test_a_regular_verb_comes_back_from_its_forms(verb: str) -> None:
    assert base_of_participle(_participle(verb)) == verb
    assert base_of_third(_third(verb)) == verb


@given(st.text("abdefgilnorstu", min_size=1, max_size=12))
def test_no_word_is_too_odd_for_the_rules(word: str) -> None:
    base = base_of_participle(word + "ed")
    assert base is None or base[:1] == word[:1]


@given(st.lists(st.sampled_from("that the be and noted Panel write to , ; report sent may no".split()), max_size=12))
def test_every_verb_that_is_found_stands_in_the_clause(words: list[str]) -> None:
    bases = {"noted": "note", "write": "write", "report": "report", "sent": "send"}
    assert {verb for verb, _ in find_verbs(" ".join(words))} <= {bases[word] for word in words if word in bases}
