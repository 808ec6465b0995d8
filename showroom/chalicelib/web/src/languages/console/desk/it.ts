/** Italian words of the acts at the desk. */
import type { ActMessages } from "./en.js";

const acts: ActMessages = {
  outside: {
    offer: "Si può fissare lo stesso, fuori orario, con un motivo.",
    reason: "Perché fuori orario",
    hint: "Lo legge soltanto la maison.",
    who: "Chi riceve",
    needReason: "Scriva perché.",
    move: "Spostare fuori orario",
    moveTitle: "A che ora, e perché?",
    mark: "Fuori orario",
  },
  walkIn: {
    open: "C’è qualcuno",
    title: "C’è qualcuno",
    hint: "Comincia adesso. Una lettera parte soltanto se scrive un indirizzo.",
    anybody: "Chi è libero",
    minutes: "Minuti",
    usual: "Come di consueto",
    arrange: "Ricevere ora",
    done: (who: string, by: string) => `${who} è con ${by}.`,
  },
  options: {
    add: "Aggiungere questo momento alla scelta",
    title: "Da scegliere, con un solo link",
    offer: (n: number) => (n === 1 ? "Riservare questo momento e scrivere" : `Riservare questi ${n} momenti e scrivere`),
    done: (who: string, n: number) => `Abbiamo scritto a ${who}. ${n === 1 ? "Il momento è riservato" : `I ${n} momenti sono riservati`} per tre giorni.`,
  },
  length: {
    change: "Cambiare la durata",
    title: "Quanto deve durare?",
    minutes: (n: number) => `${n} minuti`,
    done: (until: string) => `Ora finisce alle ${until}.`,
    refused: "Non può durare così tanto: il tempo che segue è occupato, o è fuori orario.",
  },
  repeat: {
    open: "Fissarne altri uguali",
    title: "Ogni quanto, e quanti ancora?",
    every: "Ogni",
    weeks: (n: number) => (n === 1 ? "settimana" : `${n} settimane`),
    more: "Quanti ancora",
    arrange: (n: number) => (n === 1 ? "Fissarne ancora uno" : `Fissarne ancora ${n}`),
    done: (n: number) => (n === 1 ? "È fissato ancora un appuntamento." : `Sono fissati ancora ${n} appuntamenti.`),
    refused: "Questi giorni non sono liberi; tutto il resto è fissato:",
  },
};

export default acts;
