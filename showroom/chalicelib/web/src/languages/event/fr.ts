/** Les mots français de la page de l'invitation, en plus de ceux du widget. */
import fr from "../fr.js";
import type { EventMessages } from "./en.js";

const MOTS = ["", "", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix"];

const event: EventMessages = {
  ...fr,
  linkOver: "Ce lien n’est plus valable",
  linkOverText: "Pour tout ce qui concerne votre invitation, veuillez téléphoner à la boutique. Une personne vous répondra.",
  linkMissing: "Veuillez ouvrir cette page par le lien de notre lettre. Ou téléphonez à la boutique\u202f: une personne vous répondra.",

  event: {
    title: "Votre invitation",
    from: (hosts) => `Une invitation signée ${hosts}`,
    where: { group_presentation: "En vidéo, où que vous soyez", launch_dinner: "Chez vous, et sur votre écran" },
    hosts: (n) => (n === 1 ? "Vous accueille" : "Vous accueillent"),
    spoken: (language) => `en ${language}`,
    answerBy: (until) => `Nous vous saurions gré d’une réponse avant ${until}.`,
    accept: "J’accepte avec plaisir",
    decline: "Je ne pourrai pas venir",
    wait: "M’inscrire sur la liste d’attente",
    fullNow: "Toutes les places sont prises pour le moment. Si vous le souhaitez, nous vous inscrivons sur la liste d’attente et vous écrivons dès qu’une place se libère.",
    full: "Toutes les places sont prises",

    acceptTitle: "Qui aurons-nous le plaisir d’accueillir\u202f?",
    sitting: "Quelle heure vous convient\u202f?",
    party: "Combien serez-vous\u202f?",
    people: (n) => (n === 1 ? "Je viens sans compagnie" : `À ${MOTS[n] ?? n}`),
    guest: (n, of) => (of === 1 ? "Qui vous accompagne" : `Personne ${n}`),
    namesLater: (until) => `Les noms peuvent suivre jusqu’à ${until}.`,
    note: "Un mot pour qui vous accueille",

    expected: "Nous attendons",
    unnamed: (n) => (n === 1 ? "une personne" : `${n} personnes`),
    begins: (when) => `Nous commençons ${when}.`,
    inSpan: (span) => `dans ${span}`,
    next: (when) => `La porte s’ouvre sur cette page ${when}. Le lien de notre lettre y mène aussi.`,
    change: "Changer qui vient",
    cancel: "Finalement, je ne pourrai pas venir",
    changeTitle: "Qui viendra\u202f?",
    changeYes: "Garder ce changement",
    changed: "Merci. Nous l’avons noté.",
    noRoom: "Il n’y a pas de place pour d’autres personnes pour le moment. Vos places restent inchangées.",
    frozen: "La liste est désormais entre les mains de qui vous accueille. Pour un changement, veuillez nous téléphoner\u202f: nous y veillerons.",
    cancelTitle: (n) => (n === 1 ? "Donnons-nous votre place à quelqu’un d’autre\u202f?" : "Donnons-nous vos places à d’autres personnes\u202f?"),
    cancelText: "Une personne qui attend en sera heureuse.",
    cancelYes: (n) => (n === 1 ? "Céder ma place" : "Céder nos places"),
    cancelNo: (n) => (n === 1 ? "Garder ma place" : "Garder nos places"),
    cancelled: "Merci de nous l’avoir dit",
    cancelledText: "Ce que nous gardions pour vous revient à d’autres personnes. Nous espérons vous voir une autre fois.",

    waiting: "Vous êtes sur la liste d’attente",
    waitingText: (n) =>
      n === 1
        ? "Toutes les places sont prises pour le moment. Dès que l’une se libère pour vous, nous vous écrivons et vous la gardons. Nous ne pouvons pas le promettre."
        : `Il n’y a pas de place pour vous ${MOTS[n] ?? n} ensemble pour le moment. Dès qu’il y en a, nous vous écrivons et vous les gardons. Nous ne pouvons pas le promettre.`,
    leave: "Quitter la liste d’attente",
    leaveTitle: "Vous retirons-nous de la liste d’attente\u202f?",
    leaveYes: "Quitter la liste",
    leaveNo: "Rester sur la liste",
    offer: (n) => (n === 1 ? "Une place est libre pour vous" : `Il y a de la place pour vous ${MOTS[n] ?? n}`),
    offerText: (until) => `Nous vous la gardons jusqu’à ${until}.`,
    take: "J’accepte avec plaisir",
    pass: "La laisser à quelqu’un d’autre",
    passTitle: "La laissons-nous à quelqu’un d’autre\u202f?",
    passNo: "La garder pour moi",
    offerOver: "Cette place est allée à quelqu’un d’autre",
    offerOverAgain: "Nous vous l’avons gardée jusqu’au terme de son délai. Si vous le souhaitez, nous vous inscrivons de nouveau sur la liste d’attente.",
    offerOverText: "Nous vous l’avons gardée jusqu’au terme de son délai. Veuillez nous téléphoner\u202f: nous verrons volontiers ce qui est possible.",

    declineTitle: "Nous regrettons que vous ne puissiez pas venir",
    declineText: "Nous le disons à qui vous invite\u202f; vous n’avez rien d’autre à faire.",
    never: "Merci de ne pas m’inviter à de telles occasions",
    neverHint: "Vos rendez-vous, et nos lettres à leur sujet, restent inchangés.",
    declineYes: "Le faire savoir",
    declined: "Merci de nous l’avoir dit",
    declinedText: "Nous espérons vous voir une autre fois.",
    declinedNever: "Nous ne vous inviterons plus à de telles occasions. Si vous changez d’avis, il suffit de nous le dire.",
    after: "Je peux venir, finalement",

    lapsed: "Le temps de répondre est passé",
    lapsedText: "Veuillez nous téléphoner\u202f: nous verrons volontiers ce qui est possible.",
    calledOff: "Nous en sommes désolés\u202f: cette rencontre ne peut avoir lieu",
    calledOffText: "Vous n’avez rien à faire. Si vous souhaitez nous parler, une personne vous répond à ce numéro.",
    moved: (was) => `L’heure a changé. C’était ${was}.`,
    thanks: "Merci d’avoir passé ce moment avec nous",
    thanksText: "S’il est une chose que vous aimeriez revoir, veuillez nous téléphoner.",
    missed: "Vous nous avez manqué",
    missedText: "Si vous souhaitez voir ce que nous avons montré, veuillez nous téléphoner\u202f: nous trouverons un autre moment.",
    past: "Cette rencontre est passée",

    doorAt: (when) => `La porte s’ouvre sur cette page ${when}.`,
    doorOpen: "La porte est ouverte.",
    atToday: (time) => `à ${time}`,
    atThe: (day, time) => `${day} à ${time}`,
    join: "Entrer",
    inside: (n) => (n > 1 ? `Vous y êtes, avec ${n === 2 ? "une autre personne" : `${n - 1} autres personnes`}.` : "Vous y êtes."),
    waitingHost: (who) => `Vous y êtes. Nous commençons dans un instant avec ${who}.`,
    unseen: "Vous voyez et entendez qui vous accueille. Personne ne vous voit ni ne vous entend.",
    elsewhere: "Vous y êtes déjà, sur un autre appareil.",
    here: "Entrer plutôt ici",
    notYet: "La porte n’est pas encore ouverte. Cette page vous dira quand elle le sera.",
    lost: "La connexion a été interrompue. Veuillez entrer de nouveau, ou nous téléphoner.",
    goOut: "Sortir",
    trouble: "Si quelque chose ne fonctionne pas, une personne vous répond à ce numéro",

    clash: "Vous avez déjà un rendez-vous avec nous à cette heure. Veuillez nous téléphoner\u202f: nous trouverons un moyen.",
    stale: "Quelque chose a changé entre-temps. Tout ce que vous avez écrit est conservé. Veuillez regarder encore une fois.",
    wrongName: "Veuillez écrire un nom, ou le laisser vide pour l’instant.",
  },
};

export default event;
