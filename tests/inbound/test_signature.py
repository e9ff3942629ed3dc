"""What is a signature, a footer or a banner, and what must never be taken for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailer.inbound.reply_text import Setting, split
from mailer.model.address import Address

WORDS = "Would somebody call Lee Orne? She had a hard night."


def own(text: str, name: str = "Beatrice Ashdown", email: str = "beatrice.ashdown@clinic.example") -> str:
    return split(text, Setting(Address(email, name), "a request")).own


@pytest.mark.parametrize(
    "signature",
    [
        "Bea",
        "Bea\n\nBeatrice Ashdown, DO, FACOS\nTrauma Surgery, North Medical Center\nO: 207.555.0154 / C: 207.555.0136",
        "-- \nBeatrice Ashdown\nNorth Medical Center",
        "--\nBea",
        "B. Ashdown",
        "BA",
        "B.",
        "Best,\nBea",
        "Best regards,\n\nBeatrice Ashdown, MD, MPH\nChief, Division of Trauma Surgery\nNorth Medical Center\nT 207-555-0107  F 207-555-0190",
        "Thank you!\nBeatrice Ashdown\nRisk Management",
        "Thanks,\nBea Ashdown\nShe/her",
        "Respectfully,\nBeatrice Ashdown, M.D.",
        "Beatrice Ashdown MD | Chief, Internal Medicine\nNorth Hospital | Rockport, Maine\nM 207-555-0188",
        "Beatrice Ashdown, NP (she/her)\nPediatrics\nbeatrice.ashdown@clinic.example\nwww.clinic.example",
        "Cordialement,\nBeatrice Ashdown\nInfirmière",
        "Saludos,\nBeatrice",
        "Beatrice Ashdown\nPractice Manager, South Paris\nSent from my iPhone",
        "Mit freundlichen Grüßen\nBeatrice Ashdown",
    ],
)
def test_a_signature_is_off(signature: str) -> None:
    assert own(f"{WORDS}\n\n{signature}\n") == WORDS


@pytest.mark.parametrize(
    "name, signed",
    [
        ("Robert Vale", "Bob"),
        ("Vale, Robert MD", "Bob Vale"),
        ("Elizabeth Orne", "Liz"),
        ("Gabriel Stone", "Gabe"),
        ("Michael Roe", "Mike Roe"),
        ("José García", "Jose"),
        ("O'Brien, Mary Ellen", "Mary Ellen"),
        ("Min-jun Park", "Min-jun"),
        ("Joseph Vale", "Joe Vale"),
        ("Patricia Roe", "Pat"),
        ("Jonah O'Connor", "joc"),
        ("Katherine Garcia", "Kate"),
        ("Thomas Lee", "Tom Lee"),
        ("Dr. Ann Lee (Neurology)", "Ann"),
    ],
)
def test_people_sign_with_short_names(name: str, signed: str) -> None:
    assert own(f"{WORDS}\n\n{signed}\n", name, "somebody@clinic.example") == WORDS


@pytest.mark.parametrize(
    "ending",
    [
        "- Ann",
        "* Ann Lee",
        "Please call me on 207-555-0129.",
        "please call me on 207-555-0129",
        "My cell is 207-555-0129",
        "Call my cell, 207-555-0129, not the office.",
        "Her pager is 207-555-0129",
        "Ann Lee",
        "Ann Lee, MD\nCardiology",
        "Lee Orne, MD - Trauma Surgery\nAnn Doe, NP - Cardiology",
        "Text only: 207-555-0129",
        "I can't do this any more.",
        "No idea what to do",
        "Mornings are best.",
        "Is that all right?",
        "Tell Bea I am sorry",
        "Owls Head, if possible",
        "P.S. I am not safe at home.",
    ],
)
def test_a_last_line_that_says_something_stays(ending: str) -> None:
    assert own(f"{WORDS}\n\n{ending}\n") == f"{WORDS}\n\n{ending}"


def test_a_postscript_under_the_signature_is_the_writers() -> None:
    text = f"{WORDS}\n\nBea\n\nP.S. Please hurry, I do not like how she sounded.\n"
    assert own(text).endswith("P.S. Please hurry, I do not like how she sounded.")
    text = f"{WORDS}\n\n-- \nBea\n\nPS I think she has pills at home and I am scared.\n"
    assert "pills at home" in own(text)


def test_a_writer_in_a_list_of_people_is_no_signature() -> None:
    text = "Please offer this to the three of us:\n\nBeatrice Ashdown\nLee Orne\nAnn Doe"
    assert own(text) == text


def test_a_name_alone_is_an_answer() -> None:
    assert own("Bea") == "Bea"
    assert own("OK\n\nBea") == "OK"


def test_a_shared_mailbox_is_signed_by_a_person_of_its_office() -> None:
    assert own(f"{WORDS}\n\nS. Nick\nQuality\n", "Quality Events", "quality@clinic.example") == WORDS


@pytest.mark.parametrize(
    "footer",
    [
        "Sent from my iPhone",
        "Get Outlook for iOS",
        "Get Outlook for Android<https://aka.example/x>",
        "Sent from my Galaxy",
        "Sent from Yahoo Mail on Android",
        "Sent from Mail for Windows",
        "Sent with Proton Mail secure email.",
        "Envoyé de mon iPhone",
        "Enviado desde mi iPhone",
        "Von meinem iPhone gesendet",
        "Obtenir Outlook pour iOS",
        "Obtener Outlook para Android",
        "Sent from my iPad, please excuse any typos",
        "Please excuse brevity and typos.",
        "Sent from my T-Mobile 5G Device",
        "Dictated with Siri, please forgive errors",
        "This e-mail and its attachments belong to North Health and may hold confidential information. Anyone who has "
        "received it by mistake is asked to tell the sender.",
        "CONFIDENTIALITY NOTICE: This message is intended only for the use of the addressee and may contain information "
        "that is privileged. If you are not\n"
        "the intended recipient, please notify the sender and delete this message.",
        "North Medical Center\nNOTICE - may contain protected health information. If you were not meant to have it, "
        "please let us know and destroy all copies.",
        "PEER REVIEW PRIVILEGED - This communication is a quality assurance record and is confidential. If received in error, delete it.",
        "Please consider the environment before printing this e-mail.",
        "Ce courriel est confidentiel et destiné uniquement à son destinataire. Si vous l'avez reçu par erreur, veuillez le supprimer.",
        "Este correo es confidencial y está dirigido exclusivamente a su destinatario. Si lo ha recibido por error, elimínelo.",
        "_______________________________________________\nstaff mailing list\nTo change your options: https://lists.clinic.example/staff",
    ],
)
def test_a_footer_is_off(footer: str) -> None:
    assert own(f"{WORDS}\n\n{footer}\n") == WORDS


@pytest.mark.parametrize(
    "sentence",
    [
        "Sent from my iPhone because they read my work mail.",
        "This is confidential, please delete it after you have read it; I don't want my chief to know.",
        "Please do not tell anyone, this email is private and I would like it destroyed.",
        "She is not the intended recipient of any of this and I am worried.",
        "I sent this from my phone, sorry.",
        "We would like to be on your mailing list.",
        "Attention: she is alone tonight.",
        "Caution, he reads her mail.",
        "Do not call the house.",
        "External help would be best.",
    ],
)
def test_a_sentence_about_secrecy_is_no_footer(sentence: str) -> None:
    assert own(f"{WORDS}\n\n{sentence}\n") == f"{WORDS}\n\n{sentence}"
    assert own(f"{sentence}\n\n{WORDS}\n") == f"{sentence}\n\n{WORDS}"


@pytest.mark.parametrize(
    "banner",
    [
        "CAUTION: This email originated from outside of the organization. Do not click links or open attachments unless "
        "you recognize the sender and know the content is safe.",
        "[EXTERNAL]",
        "[EXTERNAL EMAIL]",
        "EXTERNAL: Do not click links or open attachments.",
        "WARNING: This message came from an external sender.",
        "*** This email is from an EXTERNAL sender ***",
        "You don't often get email from ann@mail.example. Learn why this is important",
        "ATTENTION : Ce courriel provient de l'extérieur. Ne cliquez pas sur les liens.",
        "PRECAUCIÓN: Este correo proviene de fuera de la organización. No haga clic en enlaces ni abra adjuntos.",
    ],
)
def test_a_gateways_banner_is_off(banner: str) -> None:
    assert own(f"{banner}\n\n{WORDS}\n") == WORDS
    assert own(f"{banner} {WORDS}\n") == WORDS or banner.startswith(("EXTERNAL:", "***", "You don't"))


AROUND = st.sampled_from(
    [
        "Hello,",
        "",
        "",
        "Please call Lee Orne.",
        "Thanks,",
        "Bea",
        "Beatrice Ashdown, MD",
        "Trauma Surgery, North Hospital",
        "207-555-0101",
        "-- ",
        "Sent from my iPhone",
        "This e-mail is confidential. If received in error, please delete it and notify the sender.",
        "[EXTERNAL]",
        "> quoted",
        "On 11/10/26 09:15, Lee wrote:",
        "- Ann",
        "* Kim",
        "North Hospital",
        "Best regards,",
        "____________________",
        "P.S. One more thing.",
    ]
)


@given(
    st.lists(AROUND, max_size=8),
    st.sampled_from(
        [
            "I am not safe.",
            "i cant go on",
            "Please call me tonight.",
            "My cell is 207-555-0129",
            "I'd rather it was nobody from here.",
        ]
    ),
    st.lists(AROUND, max_size=8),
)
def test_a_sentence_of_the_writers_is_never_lost(above: list[str], said: str, below: list[str]) -> None:
    text = "\n".join([*above, said, *below])
    lost = any(line.startswith("On 11/10") for line in above)  # all below an attribution may be quoted
    assert lost or said in own(text)
