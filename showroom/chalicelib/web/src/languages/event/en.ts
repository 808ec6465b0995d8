/** English words of an invitation's page, beside the widget's. The type of this object is what every other language must fill. */
import en from "../en.js";

const SMALL = ["", "", "both", "all three", "all four", "all five", "all six", "all seven", "all eight", "all nine", "all ten"];
const WORDS = ["", "", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten"];

const event = {
  ...en,
  linkOver: "This link is no longer valid",
  linkOverText: "For anything about your invitation, please telephone the boutique. A person will help you.",
  linkMissing: "Please open this page with the link in our letter. Or telephone the boutique: a person will help you.",

  event: {
    title: "Your invitation",
    from: (hosts: string) => `An invitation from ${hosts}`,
    where: { group_presentation: "By video, wherever you are", launch_dinner: "At your home, and on your screen" },
    hosts: (n: number): string => (n === 1 ? "Your host" : "Your hosts"),
    spoken: (language: string) => `in ${language}`,
    answerBy: (until: string) => `Kindly answer by ${until}.`,
    accept: "I accept with pleasure",
    decline: "I am unable to come",
    wait: "Put me on the waiting list",
    fullNow: "All places are taken at the moment. If you wish, we put you on the waiting list, and write to you when one is free.",
    full: "All places are taken",

    acceptTitle: "Whom may we expect?",
    sitting: "Which time suits you?",
    party: "How many of you will there be?",
    people: (n: number): string => (n === 1 ? "I come alone" : `${WORDS[n] ?? n} of us`),
    guest: (n: number, of: number): string => (of === 1 ? "Your guest" : `Guest ${n}`),
    namesLater: (until: string) => `Names may follow until ${until}.`,
    note: "A note for your host",

    expected: "We expect",
    unnamed: (n: number): string => (n === 1 ? "one guest" : `${n} guests`),
    begins: (when: string) => `We begin ${when}.`,
    inSpan: (span: string) => `in ${span}`,
    next: (when: string) => `The door opens on this page ${when}. The link in our letter leads to it as well.`,
    change: "Change who comes",
    cancel: "I am unable to come after all",
    changeTitle: "Who will be coming?",
    changeYes: "Keep this change",
    changed: "Thank you. We have noted it.",
    noRoom: "There is no room for more people at the moment. Your places stay as they were.",
    frozen: "The list of guests is now with your hosts. For a change, please telephone us: your advisor sees to it.",
    cancelTitle: (n: number): string => (n === 1 ? "Shall we give your place to another guest?" : "Shall we give your places to other guests?"),
    cancelText: "Somebody who is waiting will be glad of it.",
    cancelYes: (n: number): string => (n === 1 ? "Give my place" : "Give our places"),
    cancelNo: (n: number): string => (n === 1 ? "Keep my place" : "Keep our places"),
    cancelled: "Thank you for telling us",
    cancelledText: "What we kept for you is free for other guests. We hope to see you another time.",

    waiting: "You are on the waiting list",
    waitingText: (n: number) =>
      n === 1
        ? "All places are taken at the moment. When one is free for you, we write to you and keep it for you. We cannot promise that."
        : `There is not room for ${SMALL[n] ?? n} of you at the moment. When there is, we write to you and keep it for you. We cannot promise that.`,
    leave: "Leave the waiting list",
    leaveTitle: "Shall we take you off the waiting list?",
    leaveYes: "Take me off the list",
    leaveNo: "Stay on the list",
    offer: (n: number): string => (n === 1 ? "A place is free for you" : `There is room for ${SMALL[n] ?? n} of you`),
    offerText: (until: string) => `We are keeping it for you until ${until}.`,
    take: "I accept with pleasure",
    pass: "Let it go to another guest",
    passTitle: "Shall it go to another guest?",
    passNo: "Keep it for me",
    offerOver: "This place has gone to another guest",
    offerOverAgain: "We kept it for you until its time had passed. If you wish, we put you on the waiting list again.",
    offerOverText: "We kept it for you until its time had passed. Please telephone us: we will gladly see what is possible.",

    declineTitle: "We are sorry that you cannot come",
    declineText: "Your host will be told, and there is nothing else you need to do.",
    never: "Please do not invite me to such occasions",
    neverHint: "Your appointments and our letters about them stay as they are.",
    declineYes: "Tell my host",
    declined: "Thank you for telling us",
    declinedText: "We hope to see you another time.",
    declinedNever: "We will not invite you to such occasions any more. Should you change your mind, your advisor is glad to hear it.",
    after: "I can come after all",

    lapsed: "The time to answer has passed",
    lapsedText: "Please telephone us: we will gladly see what is possible.",
    calledOff: "We are sorry: this occasion cannot take place",
    calledOffText: "There is nothing you need to do. If you would like to speak with us, a person answers at this number.",
    moved: (was: string) => `The time has changed. It was ${was}.`,
    thanks: "Thank you for being with us",
    thanksText: "If there is something you would like to see again, please telephone us.",
    missed: "We missed you",
    missedText: "If you would like to see what we showed, please telephone us: we will find another time.",
    past: "This occasion has passed",

    doorAt: (when: string) => `The door opens on this page ${when}.`,
    doorOpen: "The door is open.",
    atToday: (time: string) => `at ${time}`,
    atThe: (day: string, time: string) => `on ${day} at ${time}`,
    join: "Come in",
    inside: (n: number): string => (n > 1 ? `You are in, with ${n === 2 ? "one other" : `${n - 1} others`}.` : "You are in."),
    waitingHost: (who: string) => `You are in. ${who} will begin in a moment.`,
    unseen: "You see and hear your hosts. Nobody sees or hears you.",
    elsewhere: "You are in already, on another device.",
    here: "Come in here instead",
    notYet: "The door is not open yet. This page tells you when it is.",
    lost: "The connection was lost. Please come in again, or telephone us.",
    goOut: "Leave",
    trouble: "If anything does not work, a person answers at this number",

    filmBegins: (when: string) => `The film begins ${when}.`,
    filmWaits: "We are waiting until everybody has been served. The film begins in a moment.",
    filmElsewhere: "This film plays on two other screens of yours.",
    filmFailed: "The film cannot be played here. Please try another device, or telephone us.",
    filmOver: "The film is over. Thank you for being with us.",
    filmAgain: "See the film again",
    filmAgainUntil: (until: string) => `You may see it again until ${until}.`,

    clash: "You have an appointment with us at this hour already. Please telephone us: we will find a way.",
    stale: "Something has changed in the meantime. What you have written is kept. Please look once more.",
    wrongName: "Please write a name, or leave it open for now.",
  },
};

export type EventMessages = typeof event;
export default event;
