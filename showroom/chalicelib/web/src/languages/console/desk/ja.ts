/** Japanese words of the acts at the desk. */
import type { ActMessages } from "./en.js";

const acts: ActMessages = {
  outside: {
    offer: "理由を添えれば、時間外でも承れます。",
    reason: "時間外とする理由",
    hint: "社内だけが読みます。",
    who: "担当",
    needReason: "理由をご記入ください。",
    move: "時間外に移す",
    moveTitle: "何時に、どのような理由で移しますか。",
    mark: "時間外",
  },
  walkIn: {
    open: "ご来店中のお客様",
    title: "ご来店中のお客様",
    hint: "今すぐ始まります。ご連絡先をご記入の場合のみお便りします。",
    anybody: "手の空いている者",
    minutes: "分",
    usual: "通常どおり",
    arrange: "今お迎えする",
    done: (who: string, by: string) => `${by}が${who}をお迎えしています。`,
  },
  options: {
    add: "この日時を候補に加える",
    title: "一つのリンクでお選びいただく候補",
    offer: (n: number) => `この ${n} つの日時を確保してお知らせする`,
    done: (who: string, n: number) => `${who}にお知らせしました。${n} つの日時を三日間確保します。`,
  },
  length: {
    change: "長さを変える",
    title: "どのくらいの長さにしますか。",
    minutes: (n: number) => `${n} 分`,
    done: (until: string) => `${until} に終わります。`,
    refused: "そこまで長くはできません。その後の時間が埋まっているか、時間外です。",
  },
  repeat: {
    open: "同じご予約を続けて承る",
    title: "どのくらいの間隔で、あと何回ですか。",
    every: "間隔",
    weeks: (n: number) => `${n} 週間ごと`,
    more: "あと何回",
    arrange: (n: number) => `あと ${n} 回承る`,
    done: (n: number) => `ご予約をあと ${n} 件承りました。`,
    refused: "次の日は空きがありません。ほかはすべて承りました：",
  },
};

export default acts;
