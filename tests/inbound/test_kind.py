"""What a mail that starts something is for: many ways to say one thing, and what only looks like it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.inbound.programme import understood

OUTSIDER = "Jo Doe <jo.doe@mailhome.example>"

FOR_ONESELF = [
    "Could I talk to somebody about a case that went wrong?",
    "I'd rather not go into it by email but I would like to be put in touch with a peer.",
    "Never thought I'd be writing this. We lost a mother last week and I can't get her husband's face out of my head.",
    "is this the place to ask for a supporter? for me",
    "Do you still do the thing where a colleague calls you? I think I could do with it.",
    "I've been off since the code on Tuesday. A chat would help I think.",
    "Please have someone get in touch with me, evenings are best.",
    "I am requesting peer support for myself following an adverse outcome.",
    "My chief suggested I write to you. I'm not doing great since the lawsuit was filed.",
    "Can one of your folks give me a ring? 207-555-0133",
    "I suppose everyone says this, but I'm not sure I qualify. I'm a PA in the ED and I keep seeing that kid.",
    "Would it be ok to speak with one of the peer supporters this week?",
    "I made a medication error on Friday. Patient is fine. I am not.",
    "Looking for someone to talk to after a really difficult delivery.",
    "I got your flyer and I'm finally taking you up on it.",
    "It's been three months since the verdict and I still can't sleep through a night. Who should I call?",
    "Please put me down for a supporter.",
    "I'm burned out, angry at everyone, and I snapped at a nurse today. Help.",
    "Hello, I'd be grateful for half an hour with someone who has been through a board complaint.",
    "Is it confidential? If so, could somebody call me?",
    "Thank you for the talk last night. If one of your people had an hour some evening, I'd not say no.",
    "Quisiera hablar con alguien sobre un caso difícil, por favor.",
    "J'aimerais parler à quelqu'un de votre équipe, j'ai perdu un patient jeudi.",
    "Necesito hablar con un compañero, estoy agotado.",
    "Pourriez-vous demander à l'un de vos pairs de m'appeler?",
]
FOR_A_COLLEAGUE = [
    "Zoë Lindgren had a terrible night in the NICU and she won't ask for help herself. Could you reach out?",
    "I'm worried about Marcus Bellamy in our ED. He hasn't been himself since the shooting.",
    "Would someone check in with Will Ashdown, our medicine resident? He pronounced three people this weekend.",
    "Please reach out to Dr. Varga in neurology at Fairhaven.",
    "Just a heads up that Bob Quimby over at Stonebridge is being sued and taking it hard.",
    "Can you contact Susannah Quimby? She said it would be OK.",
    "I'd like to refer Jean Luc Moreau, radiology. Missed a bleed.",
    "Aino Rautio looked awful at sign-out. Somebody should talk to her.",
    "Do you take referrals from friends? Deshawn Pruitt in the Fairhaven ED could really use a colleague right now.",
    "our resident rowan yates cried through rounds again. can somebody call",
    "One of my residents is really struggling after a death and would welcome a call. She asked me not to use her name.",
    "Me preocupa Carmen del Río, ¿podrían llamarla?",
    "Pourriez-vous contacter Elizabeth Varga? Elle a vécu un accouchement très difficile.",
    "Grace Park lost a patient she'd had for 20 years. Thought you might want to know.",
]
AFTER_AN_EVENT = [
    "Please offer peer support to everyone involved in Monday's code: Peter Okoye (anesthesia) and Zoë Lindgren.",
    "Adverse event notification. Involved staff: Deshawn Pruitt MD; Aino Rautio CRNA. Please reach out as is routine.",
    "There was a maternal death last night. Elizabeth Varga, Aino Rautio and Rowan Yates were all there and should hear from you.",
    "Marcus Bellamy and I were both there when he coded. We could each use a call.",
    "For your outreach list: Ingrid Falk, Robert Quimby (Stonebridge ICU transfer).",
]
OTHER_KINDS = [
    ("volunteer", "I'd like to become a peer supporter. How do I apply?"),
    ("volunteer", "When is the next supporter training?"),
    ("volunteer", "I think Ingrid Falk would make a wonderful supporter. Have you thought of asking her?"),
    ("volunteer", "Do you need more volunteers? I have some time now that I'm half retired."),
    ("volunteer", "You helped me two years ago and I'd love to give back by training as a supporter."),
    ("volunteer", "I want to nominate two people for the fall supporter class: Mei Tanaka and Grace Park."),
    ("volunteer", "Sign me up for the January training please."),
    ("inquiry", "Is what I tell a supporter confidential?"),
    ("inquiry", "Are residents eligible for your program?"),
    ("inquiry", "Can nurses use peer support too, or is it only for physicians?"),
    ("inquiry", "How is peer support different from EAP?"),
    ("inquiry", "Does this go in my personnel file?"),
    ("inquiry", "I'm giving a talk on wellbeing next month. Do you have a brochure I could hand out?"),
    ("inquiry", "What happens after someone contacts you? Asking in general, not for myself."),
    ("inquiry", "Would a conversation with a supporter be discoverable in court? Just wondering."),
    ("inquiry", "Who pays for this?"),
    ("inquiry", "Puis-je savoir si votre programme est confidentiel?"),
    ("inquiry", "¿El programa es confidencial?"),
    ("correction", "Please disregard my earlier message about Dr. Varga, someone is already helping her."),
    ("correction", "Correction to my note this morning: it's Thomas Varga, not Elizabeth."),
    ("correction", "I gave you the wrong number for Marcus. It should be 207-555-0144."),
    ("correction", "Never mind about my request, I found someone to talk to. Thanks anyway."),
    ("correction", "You can cancel the referral I sent for Will, he's all set."),
    ("other", "Thank you so much for connecting me with Ingrid. It made all the difference."),
    ("other", "Just a note to say the session was great and I feel better. No need to reply."),
    ("other", "Minutes of the wellness committee are attached. Next meeting is the 12th at noon."),
    ("other", "Can you send me the Zoom link for tomorrow's supporter lunch?"),
    ("unclear", "Hi, quick one about the"),
    ("unclear", "See attached."),
    ("unclear", "Any update?"),
    ("unclear", "Please add Zoë to the list."),
    ("unclear", "ok"),
]
FROM_OUTSIDE = [
    "I was a patient at Birch Lake last month and I'd like to complain about the bill.",
    "We represent the family of the late Mr. Harris. Please produce all records of peer support conversations.",
    "Hi! Our platform reduces burnout by 40%. Do you have 15 minutes for a demo next week?",
    "My son has depression, do you have a support group he can join? He's 22.",
    "I'm applying for the peer support specialist position. My resume is attached.",
]

HINTED = [
    (
        "self",
        "I'm one of the anesthesiologists. Twenty minutes in, I noticed I had drawn up the wrong "
        "syringe. Nothing came of it. I've thought about nothing else.",
    ),
    (
        "self",
        "Not sure how this works. There was a bad shoulder on Thursday and I was the one holding the baby. Is it you I talk to?",
    ),
    (
        "self",
        "Hope, I know we said I'd come by, but I'd rather do this by mail. I have had enough. Could one of the others sit down with me?",
    ),
    ("self", "Would you have anybody who's been named in a suit? My deposition is on the 12th."),
    ("self", "Please assign me a peer. Thx"),
    ("self", "This is awkward. I usually am the one who listens. Put me on the other side of it for once."),
    ("self", "I'd appreciate hearing from someone. My father died in our own ICU and I was on."),
    ("self", "When you get a chance, I'd value a conversation."),
    ("self", "Could we set up a time? I'd like to use the program."),
    ("self", "I've decided to say yes to your offer from last spring."),
    ("self", "can i still sign up? for the talk to someone thing, it's about the kid from sunday"),
    (
        "colleague",
        "Ingrid Falk had to tell four families in one shift. She's gone home. I don't think she should be left with it.",
    ),
    ("colleague", "Do me a favor and put Deshawn Pruitt at the top of your pile."),
    (
        "colleague",
        "I think my partner Thomas Varga is in trouble; he misread a scan and now double-reads everything until midnight.",
    ),
    ("colleague", "Rowan Yates. First code, first death. Enough said."),
    (
        "colleague",
        "Hello from the NICU desk. Dr. Lindgren hasn't taken a day off since the twins. She'd be "
        "mortified that I wrote. Please be gentle.",
    ),
    (
        "colleague",
        "My wife, Elizabeth Varga, is an OB with you at Fairhaven. She doesn't sleep. She won't ask. Will you?",
    ),
    ("colleague", "Aino is taking the blame for Tuesday, and it isn't hers. She said I could let you know."),
    (
        "colleague",
        "Jean-Luc missed a nodule two years ago; the family wrote to him yesterday. Could you get to him before the weekend?",
    ),
    ("event", "Names for you after the bus crash: Marcus Bellamy, Grace Park, Will Ashdown."),
    ("inquiry", "Do you keep a list of who's been in touch with you?"),
    ("inquiry", "Can a supporter be someone from another state?"),
    ("inquiry", "My residents keep asking whether they may use you. May they?"),
    ("inquiry", "I'm on the bylaws committee. What is your legal status: peer review, or something else?"),
    ("inquiry", "How long has the program been going, and how many supporters are there?"),
    ("volunteer", "I hear you're looking for people. I'm retired, patient, and I have a car. What would I need to do?"),
    ("volunteer", "Have you room for one more in the next class of supporters?"),
    ("volunteer", "Mei Tanaka ought to be one of your supporters. She's a natural."),
    ("correction", "About my mail of this morning: the doctor's name is Varga with a V, first name Thomas."),
    ("correction", "No need to contact Susannah after all, her sister is with her. Sorry for the trouble."),
    ("correction", "Strike my request from Monday, please. I'm seeing somebody privately."),
    ("other", "The supporter you sent was a gift. I'm back at work and sleeping. Thank you."),
    ("other", "Could you move the December meeting to the 9th? Ingrid can't make the 2nd."),
    ("other", "Happy holidays from all of us in Radiology!"),
    ("other", "I'm away from the 3rd to the 10th, so please don't give me anyone new until then."),
    ("unclear", "fyi"),
    ("unclear", "Per our conversation, I'm forwarding this."),
]


@pytest.mark.parametrize("text", FOR_ONESELF)
def test_somebody_asks_for_himself_or_herself(text: str) -> None:
    meant = understood(text)
    assert (meant.kind, meant.referral) == ("referral", "self")


@pytest.mark.parametrize("text", FOR_A_COLLEAGUE)
def test_somebody_asks_for_a_colleague(text: str) -> None:
    meant = understood(text)
    assert (meant.kind, meant.referral) == ("referral", "colleague")


@pytest.mark.parametrize("text", AFTER_AN_EVENT)
def test_two_or_more_are_an_event(text: str) -> None:
    meant = understood(text)
    assert (meant.kind, meant.referral) == ("referral", "event")
    assert len(meant.peers) > 1


@pytest.mark.parametrize("kind, text", OTHER_KINDS)
def test_what_is_no_referral_is_none(kind: str, text: str) -> None:
    assert understood(text).kind == kind


@pytest.mark.parametrize("expected, text", HINTED)
def test_a_hint_is_enough_where_it_is_one(expected: str, text: str) -> None:
    meant = understood(text, "Peter Okoye <peter.okoye@northfield.example>")
    assert (meant.referral or meant.kind) == expected


@pytest.mark.parametrize("text", FROM_OUTSIDE)
def test_a_stranger_s_business_is_another_matter(text: str) -> None:
    assert understood(text, OUTSIDER).kind == "other"


def test_spam_is_told_from_other_mail() -> None:
    meant = understood("Dear beloved, I have the sum of 4 million dollars for you.", OUTSIDER)
    assert meant.kind == "other"
    assert meant.spam


def test_a_subject_alone_is_read() -> None:
    assert understood("", subject="can PAs use peer support or just docs?").kind == "inquiry"


def test_every_conclusion_names_its_rule_and_the_very_words() -> None:
    meant = understood("Hello,\n\nCould somebody call me? It was a hard week.")
    reasons = [r for r in meant.because if r.field == "kind"]
    assert reasons
    assert any(r.words == "Could somebody call me" for r in reasons)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400))
def test_whatever_is_written_the_service_concludes_something(text: str) -> None:
    assert understood(text).kind in {
        "referral",
        "correction",
        "volunteer",
        "inquiry",
        "automatic",
        "bounce",
        "other",
        "unclear",
    }
