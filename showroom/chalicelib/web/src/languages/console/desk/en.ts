/** English words of the acts at the desk. The type of this object is what every other language must fill. */
const acts = {
  outside: {
    offer: "This can be arranged all the same, outside hours, with a reason.",
    reason: "Why outside hours",
    hint: "Only the house reads it.",
    who: "Who receives",
    needReason: "Please write why.",
    move: "Move outside hours",
    moveTitle: "To which hour, and why?",
    mark: "Outside hours",
  },
  walkIn: {
    open: "Somebody is here",
    title: "Somebody is here",
    hint: "It begins now. A letter goes out only where you write an address.",
    anybody: "Whoever is free",
    minutes: "Minutes",
    usual: "As long as usual",
    arrange: "Receive now",
    done: (who: string, by: string) => `${who} is with ${by}.`,
  },
  options: {
    add: "Add this time to a choice",
    title: "To choose from, on one link",
    offer: (n: number) => (n === 1 ? "Keep this time and write" : `Keep these ${n} times and write`),
    done: (who: string, n: number) => `${who} has been written to. ${n === 1 ? "The time is" : `The ${n} times are`} kept for three days.`,
  },
  length: {
    change: "Change its length",
    title: "How long is it to take?",
    minutes: (n: number) => `${n} minutes`,
    done: (until: string) => `It now ends at ${until}.`,
    refused: "It cannot last that long: the time that follows is taken, or lies outside hours.",
  },
  repeat: {
    open: "Arrange the same again",
    title: "How often, and how many more?",
    every: "Every",
    weeks: (n: number) => (n === 1 ? "week" : `${n} weeks`),
    more: "How many more",
    arrange: (n: number) => (n === 1 ? "Arrange one more" : `Arrange ${n} more`),
    done: (n: number) => (n === 1 ? "One more appointment is arranged." : `${n} more appointments are arranged.`),
    refused: "These days are not free; everything else is arranged:",
  },
};

export type ActMessages = typeof acts;
export default acts;
