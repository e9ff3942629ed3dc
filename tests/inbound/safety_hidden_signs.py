"""Veiled signs, as doctors and nurses might write them, and near misses of each; every one made up. Tables only.

Written in eight rounds before the rules were widened, so that each round met rules that did not know it.
"""

HIDDEN = (
    "I keep doing the sum of how many years my girls would have to get used to a new dad. It comes out fine.",
    "The trains run every eleven minutes past our clinic. I have learned the timetable without meaning to.",
    "Lately when I draw up the bupivacaine I think, that is all it is, it is just a number on a syringe.",
    "Don't read too much into this, but I've asked my brother to hold on to the deer rifle until spring.",
    (
        "He handed his pager to the charge nurse and told her she'd been the best of them. Then he drove off in "
        "the middle of a shift."
    ),
    "I'm not in any trouble. I just sometimes think it'd be all right if the ice didn't hold.",
    "Her locker is empty and there is a list taped inside the door: plants, cat, landlord.",
    "You needn't save my place for the autumn group.",
    "It would be a mercy to everybody if the plane I'm taking just kept going down.",
    (
        "My husband moved the insulin out of our refrigerator and into his sister's. I'm embarrassed but I think "
        "he is right."
    ),
    "I have no wish to be found by the children, so I've been thinking about hotels.",
    "He said his family would get over it quicker than we think.",
    "She asked me how long the ketamine in the cart would take, and then laughed and said it's for a novel.",
    "what if i just didnt come back from my walk lol",
    "There's a version of me that doesn't come home from this shift, and I find him restful.",
    "I did it once, when I was a student. I know what it felt like before and this is what it felt like.",
    "The only thing that keeps me on the planet is that nobody else would feed the dog.",
    "I'm okay, I promise. I put the razor blades in the outside bin myself.",
    "He's stopped making the payments on the boat and told his kids to pick what they want from the garage.",
    (
        "I am writing on behalf of my brother in law, Dr Hale. He has been sleeping in his truck by the "
        "reservoir with the engine on."
    ),
    "Since the Hudson baby I cannot think of one good argument for my being here in June.",
    "Please do not send anybody to my house. By Sunday it will have sorted itself.",
    "She keeps a bottle of her mother's leftover morphine in the bread bin. She says having it there helps.",
    "I'm worn out in a way that sleep won't fix, if you take my meaning. I want a very long sleep indeed.",
    "Nobody has laid eyes on Dr. Pell since the hearing. His dog was barking inside.",
    'He wrote "tell them I was a good doctor, once" on the back of the sign-out.',
    "We've had to take it in turns to drive home behind him, because of the embankment.",
    "I've got all my ducks in a row: the car is in Ellen's name, the pension forms are on the kitchen table.",
    "Everyone keeps telling me it gets better. I don't need it to get better, I need it to finish.",
    "I burned my forearm with the Bovie tip after the case. It wasn't an accident and it helped.",
    "There are days I sit with the Pyxis drawer open a bit longer than I need to.",
    (
        "Dr. Oyelaran told the scrub nurse he was sorry he had ever met her and that the next surgeon would be "
        "kinder. Something in his face. Someone should go round tonight."
    ),
    "No need for alarm, I'm not that far gone, I have a wife and a mortgage.",
    "If I am honest the lawsuit is not what scares me. It's the quiet afterwards and the top floor of the car park.",
    "He has gone from crying every day to whistling. He bought everybody lunch and paid back forty dollars from 2011.",
    "I have stopped refilling things. The shampoo, the cat food, my own prescriptions. It's an odd sort of freedom.",
    (
        "My wife doesn't know that the surgery schedule isn't what keeps me up. I lie there and rehearse how the "
        "phone call to her would go."
    ),
    (
        "Could someone reach out to Priya in path? She asked to be walked to her car and then asked me not to "
        "leave, said the drive over the causeway is getting hard."
    ),
    "Every patient I lose gets to stop. I don't get to stop.",
    "My son is a PGY2 with you. He called his grandmother, who he never calls, to thank her for his childhood.",
    (
        "I went to the pond after work with my pockets full. I came home. I'd like to talk to somebody about why "
        "I came home."
    ),
    "I'm a nurse anesthetist and I know precisely what gentle would look like.",
    "I told my chief I was fine. I am not fine, I have a tab open on my phone that I close when anyone walks by.",
    "Not to be morbid, but I have been pricing cremations.",
    "I dreamt that I had died and woke up homesick for it.",
    'She has begun ending phone calls with "take care of yourself, always". She used to just hang up.',
    "I am only here until the dog dies.",
    (
        "My brother is a hospitalist at Belfast. He drove up unannounced, gave my kids his medals and drove home "
        "at midnight."
    ),
    "you can tell my chief im alive if he asks. for now",
    "It isn't that I'd do anything. It's that if something did happen I'd not put out a hand.",
    "Ever since the hearing she has been asking the pharmacist very particular questions about digoxin.",
    "There's nothing wrong exactly. I've just started to feel that I have overstayed.",
    "We found his badge, his watch and his phone lined up on the call room bed. He isn't answering the overhead page.",
    "I love my kids, that's why it has to look like an accident.",
    "Somebody at the retreat said burnout is a candle going out. I thought, lucky candle.",
    "He signed off on Friday by shaking my hand with both of his and saying that I'd been a good friend to him.",
    "Mi compañero lleva dos días sin contestar y su coche está junto al río.",
    "Estoy cansada de respirar.",
    (
        "My husband isn't himself. He sleeps in the barn, and yesterday he'd put the ladder up where there is "
        "nothing to reach."
    ),
    (
        "I have a patient whose family is keeping him alive against all sense, and I am jealous of how close he "
        "is to the door."
    ),
    "No I'm not in danger, my sister is staying with me this week and she has the car keys.",
    'We\'re scared. Jen texted at 3 "you were all better friends than I earned".',
    "I can hear myself being cheerful on the phone, and meanwhile I've chosen which hymns.",
    "I've been practising knots. I'm not a sailor.",
    "My resident asked me whether it's true that freezing feels warm at the end.",
    "I do hope the next supporter you assign me to has more to work with. I'm afraid I've run out of myself.",
    "Whatever you do, please don't let my daughter be the one who opens the basement door.",
    "Thank you for the outreach. I'd say yes but I doubt there's much point arranging anything past the fifteenth.",
    "hey its sam from nicu. cant sleep, keep doing the math on my old ambien script. anyone around",
    "Dr. Okafor in radiology has taken to eating lunch on the ledge of the parking deck. He says it's the view.",
    "I'd take the Thursday slot but honestly assume I won't be there.",
    (
        "He told his wife where the spare key is and which drawer the passport's in. They've been married thirty "
        "years and she's never seen the drawer."
    ),
    "My therapist made me promise to write to you before I write to anybody else. So this is me writing to you first.",
    "I feel like a guest who should have left hours ago.",
    "Please don't be cross with whoever was on with me. It's nobody's fault, I was always going to end up here.",
    "Her mom says she's been asking about Grandma's pills and how strong they were.",
    "Not trying to scare you but if I don't talk to someone tonight I don't know about tomorrow",
    "I just think the kids deserve somebody who isn't me.",
    (
        "We've all noticed that Ben has started wrapping up his patients, transferring every one of them to "
        "colleagues, with long letters. He isn't leaving us as far as the chair knows."
    ),
    "I wouldn't say I want to be dead. I'd say I want to be excused.",
    'He posted a photo of the Narrows bridge with the caption "one day".',
    "for what its worth i deleted the note. still have the draft in my head",
    "She says that if the board takes her license there won't be anything of her left to take.",
    "I've been sober four years. Tonight there's a bottle on the counter and next to it the other thing.",
    (
        "I'm calling about my wife, Dr. Bell. She is on the bathroom floor and says to leave her there and she "
        "doesn't want to come back up."
    ),
    "The only appointment I look forward to is the one nobody comes back from.",
    'I asked if he was thinking of hurting himself. He said, "Thinking isn\'t doing."',
    "Could one of you ring me before I get in the car.",
    "Tell Dr. Reyes it isn't her fault. Tell her she was kind.",
    "I keep imagining the relief on their faces.",
    "She's not answering anybody's messages and her neighbour says the bedroom light's been on for two days.",
    (
        "I had a near thing with the car on Route 1, and what frightened me is how calm I was, and that I was "
        "sorry when the tires caught."
    ),
    "I've read the leaflet. I notice that it doesn't have a box for 'both safe and not'.",
    "He keeps a length of tubing in his backpack and won't say what for.",
    "I'm ashamed to say I went as far as writing the email that goes out after.",
    "I know I'm supposed to say I'd never. I'd rather not lie to you.",
    "Whatever this is, it ends this week. I've promised myself that.",
    "She made a joke about the morgue having better hours. She wasn't smiling.",
    "I can't be the reason my parents bury a second son. That's all that's stopping me.",
    "I've started saying \"if I'm around\" when people make plans and nobody has caught it yet.",
    "I took more than I should have last night. I woke up. I went to work.",
    "Re: Checking in. Not needed thanks, I've found a way to stop it bothering me. For good this time.",
    (
        'Dr. Hassan, our pathologist, apologised to each of the histotechs for "everything" on his way out last '
        "night. He's off till Monday and lives alone."
    ),
    "im so tired of being strong for ppl. just want to lie down in the snow",
    "My partner Jo said that when she drives home she counts the bridge supports.",
    "I'm in the parking lot of the pharmacy with three refills and no idea what I'm doing.",
    "You'll want to know whether I have a firearm. Yes. It's my father's. It's upstairs.",
    (
        "Mike in anesthesia joked that propofol is the only thing that gets him a good night. Then he asked if "
        "we count the wasted vials."
    ),
    "I don't want a supporter. I want it noted somewhere that I did ask.",
    "I used to be afraid of flying. I find that I'm not any more; it would hardly be my doing.",
    "Kate won't pick up, and last night she sent me her Netflix password, her mother's number and a heart.",
    "I am fine and I will go on being fine right up until I'm not, and I don't think anybody will see the difference.",
    "I'd be grateful for a call. I've got as far as the river twice this week.",
    "I keep a photo of my kids on the dash so that I turn the wheel the right way.",
    "I'd like to cancel my membership, my parking, my locker and, if there's a form for it, myself.",
    "lately i sit in the tub til the waters cold & think how thered be no mess",
    (
        'Please pass to the on-call person: Lena Ortiz, resident, told a med student "you can have my '
        "stethoscope, I'm not going to be needing ears\"."
    ),
    (
        "I was the one who taught him how to intubate. He told me yesterday he'd thought about what it would be "
        "like from the other side of the drape. Permanently."
    ),
    "My chief says take two weeks. Two weeks alone in that house is the last thing I should have.",
    "I've got my exit planned and I would prefer to be talked out of it.",
    "I have not hurt myself since Tuesday. I'm counting that as progress.",
    (
        "Whoever reads these: I'm a surgeon, my hands are fine, it's the rest of me that I would like to put "
        "down, the way you'd put down an old dog."
    ),
    "Her mother has called our office three times asking us to check that she's breathing.",
    "I told Ravi to stay at mine. He brought nothing with him but a box of photographs, which he wants me to keep.",
    'She asked whether our life cover pays in "all circumstances". HR flagged it to me.',
    "It was not a cry for help. If it had been I would have made more noise.",
    "I'd have gone already but my mother's still alive, and it would kill her.",
    "He talks to his late wife out loud now and tells her he won't be long.",
    "Everything tastes of cardboard. I look at the calendar and there's nothing on it I'd mind missing.",
    "Il a écrit dans le groupe « merci à tous, j'ai fait mon temps » et depuis son téléphone est éteint.",
    "I know the difference between wanting to rest and wanting to be at rest. This is the second one.",
    (
        'Could you maybe call Dr. Sato\'s house? She put all her houseplants out on the kerb with a "free" sign '
        "and her curtains are shut."
    ),
    "Every morning there's a second before I remember who I am, and it's the only part of the day I'd keep.",
    (
        "We've been told he \"had an accident with his medication\". He's our partner and he's the most careful "
        "man I know."
    ),
    "Hello, I was given your address by my wife. She's worried because I told her where I'd like to be scattered.",
    'from the form: Anything else? "only that it would be nice to be missed"',
    (
        "Dr. Amara Cole hasn't charted, called or eaten since Sunday and her sister has taken a week off to stay "
        "with her. She says the nights are the dangerous part."
    ),
    "he keeps saying 'when im dead youll find the charts all signed'. weve stopped laughing",
    (
        "I'm a palliative physician, I've walked a thousand people to that door and lately I find myself trying "
        "the handle."
    ),
    "I asked my GP for the sleeping tablets in a bigger box. She looked at me a while and gave me your card instead.",
    "Not suicidal!! just thought I'd say since my last message sounded kind of grim",
    "Please call my dad. He's a surgeon at Pemaquid. He won't come out of the workshop and there's a saw running.",
    "I think I could do it if I were sure it wouldn't be one of our own crews who came.",
    "When the lights go out at the end of the day I think: if only for everybody's sake they stayed out.",
    (
        "Jonas has always been careful. This month he has broken a wrist, wrecked a car and gone through the ice "
        "on his skis, alone each time."
    ),
    "No one's going to die over this, I only meant that I'm tired. Very, very tired. Of all of you, and of me.",
    "She told our secretary that she'd paid her dues through December \"and that'll see me out\".",
    "I got through residency by telling myself I could always leave. I don't mean the program.",
    "Would a supporter have to tell someone if I described what I've got in my garage?",
    "He's a good kid, our intern. He asked me last night if I thought people who do that go to hell.",
    "I've been trying to work out whom I'd inconvenience least.",
    (
        "Since the miscarriage she doesn't speak of the future, she gave the crib to her cousin and her running "
        "shoes to me."
    ),
    "I've asked them to lock the anesthesia room when I'm on alone. They think it's about inventory.",
    "it'd be so easy. thats the whole message. it'd be so easy",
    "My father did it at fifty-two. I turn fifty-two in March.",
    "I'm not going to make a scene. I'd simply like to not be in the next one.",
    "Please disregard my earlier mail. Everything's clear now and I'm very grateful to you all.",
    "Roommate here. He told me to take the week off and go home, then he asked what time exactly I'd be back.",
    (
        "Could somebody reach my husband, he's one of yours, he left the house at four without his phone and he "
        "had kissed the kids."
    ),
    "I've outgrown wanting to be saved, but I'd take a phone call.",
    "I tell my patients that feelings pass. I don't believe I'll be there when these do.",
    "I found a receipt from a gun shop in her scrubs.",
    "Not in a good way. Have the number for the hotline on my hand in sharpie like a kid.",
    "He told the whole table that the world has enough doctors and that subtracting one is rounding error.",
    "The scans were clear and I cried in the car because I'd been counting on it.",
    (
        "Tell whoever does the schedule that she can stop juggling me in for the spring. I'd rather leave her "
        "less of a mess."
    ),
    "Since the trial I have thought more than once that my wife would be better provided for as a widow.",
    "I'm worried about Dr. Kline. She told a nurse that she doesn't see herself being around for the new residents.",
    "no. leave me alone. it doesnt matter anymore nothing does",
    (
        "I'm not going to do anything, but I did sit in the car in the garage for a long time last night before "
        "I went inside."
    ),
    (
        "Tomás hasn't been himself since the code. Yesterday he gave me his favorite fountain pen and said he "
        "wouldn't have any letters to write."
    ),
    "Please tell whoever is on call that I cannot keep myself safe tonight.",
    (
        "He said the only peaceful moment of his day is when the propofol goes in, and he wishes he were the one "
        "on the table."
    ),
    "I keep rereading the last email I sent to my mother. I wrote it so she would have something nice to keep.",
    'My resident told me she\'s been having "intrusive thoughts" on the drive in, about the concrete dividers.',
    "I would be lying if I said that I wanted to be here in a year.",
    "Thanks for the offer of a talk. Please give it to someone who still has something to fight for.",
    "I'm scared of my own thoughts and I'm home alone until Thursday.",
    "My wife found me with the bottle of lorazepam and has put it in her mother's safe.",
    (
        "We have not been able to reach Dr. Novak since Saturday evening; he left his hospital phone on his desk "
        'with a note that says "sorry, all".'
    ),
    "I feel like I'm already a ghost on this unit. Soon it'll be official.",
    "She said it would be easier for everyone if she just went to sleep and that was that.",
    "I have been putting my papers in a folder with my husband's name on it. I haven't told him why.",
    "Not that I'd ever act on it, but lately when I scrub out the scalpel looks different to me.",
    "Please check on Wei. He sent the whole group a long message thanking us one by one.",
    "I don't want any more phone calls. I just want it quiet now.",
    (
        "I used to plan trips. Now I don't plan past the end of the shift, because I can't picture anything on "
        "the other side of it."
    ),
    "Hi, I scratched up my legs pretty bad again. It's the only thing that takes the pressure off.",
    'My colleague Ana says she\'s "too tired to stay alive on purpose". She said it laughing.',
    (
        "I've failed my patient, my family and my partners, and the kindest thing I could do for all of them is "
        "to step out."
    ),
    "I'm safe at the moment, my brother's here, and he has the guns.",
    "I can't shake the feeling that my life insurance would do more for my kids than I do.",
    "He asked me, out of nowhere, to promise I'd look after his boys.",
    "If I had to say, on a scale, how much I want to wake up tomorrow, it's a two.",
    (
        "It isn't the first time. In 2014 I was in the ICU on the other side of the bed, because of my own "
        "doing, and I recognise the road."
    ),
    (
        "She's a fourth-year. She told her roommate \"don't come looking for me\" and laughed and took the late "
        "bus to the coast."
    ),
    "I no longer recognize the person who would mind if I died.",
    (
        "Dr. Brandt finished his clinic, watered everyone's plants, left his badge on my desk and I have a "
        "terrible feeling."
    ),
    "I wonder how long it would take them to find me up at the camp.",
    "Everyone says reach out. This is me reaching out. I don't think I have many more of these in me.",
    "Ma femme cache mes somnifères depuis dimanche.",
    (
        "I don't feel like a danger to anyone but I've started leaving the apartment door unlocked so that "
        "nobody has to break it down."
    ),
    "Lately I've been thinking a lot about how little of me would be missed at work, or at home.",
    'Dr. Feld asked for my address "so the books can go somewhere good". He loves those books.',
    "I can't see how I get from here to Friday.",
    "my attending keeps texting me weird stuff at night like 'ur gonna be a great doctor without me'",
    "After the verdict she told her husband to go ahead and rent out her study. She's not moving.",
    "Honestly? Some nights I hope the pager call is for me.",
    "I'd like to speak with someone. It isn't urgent unless you count the fact that I've picked a weekend.",
    "Since his son died he's been saying that he'll \"catch up with him soon\".",
    (
        'We were supposed to have dinner; she cancelled with a text that said "you\'ve been the best part". I '
        "drove over. She wouldn't open the door."
    ),
    "I do not want to hurt myself. I want to have been hurt, by something large, with no one to blame.",
    "I'm a resident and I don't think I am going to survive this year, and I don't mean the program.",
    "No plans or anything. I just wouldn't be sad.",
    "I hold the needle a second longer than I should. Nobody sees.",
    "Please don't ring my husband. He'd hide everything again.",
    "He's started carrying his father's revolver \"for the coyotes\". We live in the middle of the city.",
    "I'm at peace with how this ends, and I'd like one of you to know that it wasn't the lawsuit.",
    (
        "The tox screen on our colleague came back and it wasn't an accident. She's awake. Her team needs "
        "support and so does she."
    ),
    "I've always told myself that if it got this bad I'd have permission.",
    "The thing that keeps me from it is the paperwork my wife would have to do. Ha.",
    "She's stopped her thyroid pills and her insulin and says her body can make up its own mind.",
    "He won't be alone with the chemo pump any more; he asked me to sign out his keys.",
    "I've made a mess of being alive.",
    (
        "Could you send somebody to sit with my friend? She has locked herself in the call room and is saying "
        "she's sorry, over and over."
    ),
    "I wouldn't need much. A week of quiet, or else the other kind of quiet.",
    "I don't recognise any reason to keep my appointment with you, or with anybody.",
    "Tell me honestly whether anyone has come back from where I am.",
    "Elle a laissé un mot sur mon bureau : « occupe-toi bien d'eux ».",
    "I'm at the point where I hope each morning that something will happen so I don't have to decide.",
    'Dr. Winters told our front desk she was "tying a bow on things" and to forward her mail to her son.',
    (
        "I am a chief resident and one of my interns told me she wants to go to sleep and not have to be a "
        "person anymore."
    ),
    "thank u but its too late for a chat. be nice to the new kids",
    "He showed me the spot on the map where he'd like us to remember him. He's thirty-eight.",
    "I've thought about it carefully and I don't see what I add.",
    "I would like to stop waking up as me.",
    (
        "I haven't slept in days, I hear the mother screaming, and I'm beginning to think there is just one way "
        "to turn it off."
    ),
    "She's been stashing her Percocet from the surgery. I counted. There are forty.",
    "My wife says that I should write that I've been saying goodnight to the kids as if it were the last time.",
    "Nobody should worry, I've no intention of doing anything silly, it was just a bad evening.",
    'Could you phone Dr. Osei today? He ended his shift handoff with "it\'s been a privilege, remember me well".',
    (
        "I don't want to be talked to about resilience. I want somebody to know that I nearly didn't come in "
        "today, or anywhere."
    ),
    'Her texts have gone from every hour to none and the last one was just a heart and "sorry".',
    "I used to think that suicide was selfish. I see it differently now.",
    (
        "I keep my brother's number open on the phone in case I need someone to come and get me away from the "
        "medicine cabinet."
    ),
    'He\'s been saying odd things, such as that the practice "will need a new name on the door by summer".',
    "It's not that I want to die, it's that I don't want to be the one who is left with this.",
    "I hit my head against the call room wall until I saw stars. It was better than crying.",
    "I'm the peer's sister. He has a shotgun, a bottle and no job and he isn't picking up.",
    "I have a list of reasons to stay. It used to be longer.",
    'She made her own code status joke at sign-out: "DNR, DNI, do not bother".',
    "I've lost all interest in whether I'm here next month.",
)
