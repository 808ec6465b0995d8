/** Le parole italiane della pagina dell'invito, oltre a quelle del widget. */
import it from "../it.js";
import type { EventMessages } from "./en.js";

const PAROLE = ["", "", "due", "tre", "quattro", "cinque", "sei", "sette", "otto", "nove", "dieci"];

const event: EventMessages = {
  ...it,
  linkOver: "Questo collegamento non è più valido",
  linkOverText: "Per il Suo invito, La preghiamo di telefonare alla boutique: Le risponderà una persona.",
  linkMissing: "La preghiamo di aprire questa pagina dal collegamento nella nostra lettera, o di telefonare alla boutique: Le risponderà una persona.",

  event: {
    title: "Il Suo invito",
    from: (hosts) => `Un invito di ${hosts}`,
    where: { group_presentation: "In video, ovunque Lei sia", launch_dinner: "A casa Sua, e sul Suo schermo" },
    hosts: (n) => (n === 1 ? "La accoglie" : "La accolgono"),
    spoken: (language) => `in ${language}`,
    answerBy: (until) => `Le saremmo grati di una risposta entro ${until}.`,
    accept: "Accetto con piacere",
    decline: "Non mi è possibile",
    wait: "Entrare in lista d’attesa",
    fullNow: "Al momento tutti i posti sono presi. Se lo desidera, La mettiamo in lista d’attesa e Le scriviamo quando uno si libera.",
    full: "Tutti i posti sono presi",

    acceptTitle: "Chi avremo il piacere di accogliere?",
    sitting: "Quale orario preferisce?",
    party: "In quanti sarete?",
    people: (n) => (n === 1 ? "Vengo da solo o da sola" : `In ${PAROLE[n] ?? n}`),
    guest: (n, of) => (of === 1 ? "Chi La accompagna" : `Ospite ${n}`),
    namesLater: (until) => `I nomi possono seguire fino a ${until}.`,
    note: "Una nota per chi La accoglie",

    expected: "Aspettiamo",
    unnamed: (n) => (n === 1 ? "un ospite" : `${n} ospiti`),
    begins: (when) => `Cominciamo ${when}.`,
    inSpan: (span) => `tra ${span}`,
    next: (when) => `La porta si apre in questa pagina ${when}. Vi porta anche il collegamento nella nostra lettera.`,
    change: "Cambiare chi viene",
    cancel: "Purtroppo non potrò esserci",
    changeTitle: "Chi verrà?",
    changeYes: "Confermare il cambiamento",
    changed: "Grazie. Ne abbiamo preso nota.",
    noRoom: "Al momento non c’è posto per altre persone. I Suoi posti restano come sono.",
    frozen: "L’elenco degli ospiti è ormai con chi La accoglie. Per un cambiamento, La preghiamo di telefonarci: se ne occupa il Suo consulente.",
    cancelTitle: (n) => (n === 1 ? "Diamo il Suo posto a un altro ospite?" : "Diamo i Suoi posti ad altri ospiti?"),
    cancelText: "Chi è in attesa ne sarà felice.",
    cancelYes: (n) => (n === 1 ? "Cedere il mio posto" : "Cedere i nostri posti"),
    cancelNo: (n) => (n === 1 ? "Tenere il mio posto" : "Tenere i nostri posti"),
    cancelled: "Grazie di avercelo detto",
    cancelledText: "Quanto tenevamo per Lei è libero per altri ospiti. Speriamo di vederLa in un’altra occasione.",

    waiting: "È in lista d’attesa",
    waitingText: (n) =>
      n === 1
        ? "Al momento tutti i posti sono presi. Quando uno si libera per Lei, Le scriviamo e lo teniamo per Lei. Non possiamo prometterlo."
        : `Al momento non c’è posto per tutti e ${PAROLE[n] ?? n}. Quando ci sarà, Le scriviamo e lo teniamo per Lei. Non possiamo prometterlo.`,
    leave: "Lasciare la lista d’attesa",
    leaveTitle: "La togliamo dalla lista d’attesa?",
    leaveYes: "Lasciare la lista",
    leaveNo: "Restare in lista",
    offer: (n) => (n === 1 ? "Un posto è libero per Lei" : `C’è posto per tutti e ${PAROLE[n] ?? n}`),
    offerText: (until) => `Lo teniamo per Lei fino a ${until}.`,
    take: "Accetto con piacere",
    pass: "Lasciarlo a un altro ospite",
    passTitle: "Lo lasciamo a un altro ospite?",
    passNo: "Tenerlo per me",
    offerOver: "Questo posto è andato a un altro ospite",
    offerOverAgain: "Lo abbiamo tenuto per Lei finché il termine è trascorso. Se lo desidera, La rimettiamo in lista d’attesa.",
    offerOverText: "Lo abbiamo tenuto per Lei finché il termine è trascorso. La preghiamo di telefonarci: vedremo volentieri che cosa è possibile.",

    declineTitle: "Ci dispiace che non possa esserci",
    declineText: "Lo diciamo a chi La invita; non deve fare altro.",
    never: "Vi prego di non invitarmi a occasioni come questa",
    neverHint: "I Suoi appuntamenti, e le nostre lettere che li riguardano, restano come sono.",
    declineYes: "Farlo sapere",
    declined: "Grazie di avercelo detto",
    declinedText: "Speriamo di vederLa in un’altra occasione.",
    declinedNever: "Non La inviteremo più a occasioni come questa. Se cambierà idea, il Suo consulente ne sarà lieto.",
    after: "Posso venire, dopotutto",

    lapsed: "Il tempo per rispondere è trascorso",
    lapsedText: "La preghiamo di telefonarci: vedremo volentieri che cosa è possibile.",
    calledOff: "Siamo spiacenti: questo incontro non può aver luogo",
    calledOffText: "Non deve fare nulla. Se desidera parlarci, a questo numero Le risponde una persona.",
    moved: (was) => `L’ora è cambiata. Era ${was}.`,
    thanks: "Grazie di essere stati con noi",
    thanksText: "Se desidera rivedere qualcosa, La preghiamo di telefonarci.",
    missed: "Ci è mancata la Sua presenza",
    missedText: "Se desidera vedere ciò che abbiamo mostrato, La preghiamo di telefonarci: troveremo un altro momento.",
    past: "Questo incontro è passato",

    doorAt: (when) => `La porta si apre in questa pagina ${when}.`,
    doorOpen: "La porta è aperta.",
    atToday: (time) => `alle ${time}`,
    atThe: (day, time) => `${day} alle ${time}`,
    join: "Entrare",
    inside: (n) => (n > 1 ? `È con noi, insieme a ${n === 2 ? "un’altra persona" : `altre ${n - 1} persone`}.` : "È con noi."),
    waitingHost: (who) => `È con noi. Tra un momento si comincia con ${who}.`,
    unseen: "Lei vede e sente chi La accoglie. Nessuno vede o sente Lei.",
    elsewhere: "È già con noi, da un altro dispositivo.",
    here: "Entrare invece da qui",
    notYet: "La porta non è ancora aperta. Questa pagina Le dirà quando lo sarà.",
    lost: "Il collegamento si è interrotto. La preghiamo di rientrare, o di telefonarci.",
    goOut: "Uscire",
    trouble: "Se qualcosa non funziona, a questo numero Le risponde una persona",

    clash: "A quest’ora ha già un appuntamento con noi. La preghiamo di telefonarci: troveremo un modo.",
    stale: "Nel frattempo qualcosa è cambiato. Quanto ha scritto è conservato. La preghiamo di guardare ancora una volta.",
    wrongName: "La preghiamo di scrivere un nome, o di lasciarlo vuoto per ora.",
  },
};

export default event;
