/** French words of the acts at the desk. */
import type { ActMessages } from "./en.js";

const acts: ActMessages = {
  outside: {
    offer: "Cela peut se faire tout de même, hors horaires, avec une raison.",
    reason: "Pourquoi hors horaires",
    hint: "Seule la maison la lit.",
    who: "Qui reçoit",
    needReason: "Merci d’écrire pourquoi.",
    move: "Déplacer hors horaires",
    moveTitle: "À quelle heure, et pourquoi ?",
    mark: "Hors horaires",
  },
  walkIn: {
    open: "Quelqu’un est là",
    title: "Quelqu’un est là",
    hint: "Cela commence maintenant. Une lettre ne part que si vous écrivez une adresse.",
    anybody: "Qui est libre",
    minutes: "Minutes",
    usual: "Comme d’ordinaire",
    arrange: "Recevoir maintenant",
    done: (who: string, by: string) => `${who} est avec ${by}.`,
  },
  options: {
    add: "Ajouter ce moment au choix",
    title: "Au choix, par un seul lien",
    offer: (n: number) => (n === 1 ? "Garder ce moment et écrire" : `Garder ces ${n} moments et écrire`),
    done: (who: string, n: number) => `Nous avons écrit à ${who}. ${n === 1 ? "Le moment est gardé" : `Les ${n} moments sont gardés`} trois jours.`,
  },
  length: {
    change: "Changer la durée",
    title: "Combien de temps ?",
    minutes: (n: number) => `${n} minutes`,
    done: (until: string) => `Se termine désormais à ${until}.`,
    refused: "Cela ne peut durer autant : la suite est prise, ou hors horaires.",
  },
  repeat: {
    open: "En convenir d’autres, pareils",
    title: "À quel rythme, et combien encore ?",
    every: "Toutes les",
    weeks: (n: number) => (n === 1 ? "semaines" : `${n} semaines`),
    more: "Combien encore",
    arrange: (n: number) => (n === 1 ? "En convenir encore un" : `En convenir encore ${n}`),
    done: (n: number) => (n === 1 ? "Un rendez-vous de plus est convenu." : `${n} rendez-vous de plus sont convenus.`),
    refused: "Ces jours ne sont pas libres ; tout le reste est convenu :",
  },
};

export default acts;
