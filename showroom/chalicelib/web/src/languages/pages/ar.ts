/** كلمات الصفحات بالعربية، إضافة إلى كلمات الأداة. */
import ar, { count } from "../ar.js";
import type { PageMessages } from "./en.js";

const within = (n: number): string => {
  const gone = (m: number, one: string, two: string, few: string, other: string): string => count(m, one, two, few, other, other);
  const rest = gone(n % 60, "دقيقة واحدة", "دقيقتين", "دقائق", "دقيقة");
  const whole = Math.floor(n / 60);
  if (!whole) return rest;
  const first = gone(whole, "ساعة", "ساعتين", "ساعات", "ساعة");
  return n % 60 ? `${first} و${rest}` : first;
};

const pages: PageMessages = {
  ...ar,

  manageConfirmText: (until) => `نحتفظ لكم بهذا الوقت حتى ${until}. هل نؤكده؟`,
  manageConfirm: "تأكيد هذا الموعد",
  confirmed: "تم تأكيد موعدكم.",
  changeTime: "اختيار وقت آخر",
  cancel: "إلغاء هذا الموعد",
  cancelTitle: "هل نلغي هذا الموعد؟",
  cancelLate: "اقترب الموعد وقد استعد مستشاركم للقائكم. نلغيه مع ذلك، ونشكركم على إخبارنا.",
  cancelTelephone: "اقترب الموعد وقد استعد مستشاركم للقائكم. للإلغاء نرجو الاتصال بنا.",
  changeTelephone: "اقترب الموعد. لتغييره نرجو الاتصال بنا.",
  cancelYes: "إلغاء الموعد",
  cancelNo: "الإبقاء على الموعد",
  cancelled: "أُلغي موعدكم.",
  toRoom: "إلى لقاء الفيديو",
  linkOver: "لم يعد هذا الرابط صالحاً",
  linkOverText: "لكل ما يخص موعدكم نرجو الاتصال بالبوتيك، وسيجيبكم أحد زملائنا.",
  linkMissing: "نرجو فتح هذه الصفحة من الرابط في رسالتنا، أو الاتصال بالبوتيك، وسيجيبكم أحد زملائنا.",
  hostTitle: "طلب موجّه إليكم",
  hostTitleSettled: "موعدكم",
  hostUntil: (until) => `نرجو الرد قبل ${until}. بعد ذلك يُسأل زميل آخر.`,
  accept: "تأكيد هذا الموعد",
  decline: "اعتذار",
  declineTitle: "هل تعتذرون عن هذا الطلب؟",
  declineText: "نُبلغ العميل مع الأسف ونعرض أوقاتاً أخرى.",
  declineReason: "السبب",
  reasons: { not_free: "لست متفرغاً في ذلك الوقت", not_possible: "لا يمكن ترتيبه", other: "سبب آخر" },
  declineYes: "الاعتذار عن الطلب",
  accepted: "تم التأكيد، وكتبنا إلى العميل.",
  declinedDone: "تم الاعتذار، وكتبنا إلى العميل.",
  proposedTitle: "هل لنا أن نقترح وقتًا آخر؟",
  proposedText: (until: string) => `يبقى موعدكم كما هو ما لم يناسبكم الوقت الجديد. ونحتفظ لكم به حتى ${until}.`,
  agreedTime: "الوقت المتفق عليه",
  proposedTime: "الوقت الذي نقترحه",
  suits: "هذا يناسبني",
  keptTime: "شكرًا لإبلاغنا. يبقى موعدكم كما هو إلى أن تختاروا وقتًا آخر.",
  late: "سأتأخر قليلًا",
  lateTitle: "كم تقريبًا؟",
  lateText: "يُبلَّغ مستشاركم على الفور.",
  lateTell: "إبلاغ المستشار",
  lateTold: (late: string) => `يعلم مستشاركم أنكم ستتأخرون نحو ${late}.`,
  lateBy: "متأخر",
  settled: {
    held: "لم يؤكد العميل بعد.",
    requested: "هذا الطلب ينتظر رداً.",
    confirmed: "هذا الموعد مؤكد.",
    done: "تم هذا الموعد.",
    no_show: "انقضى هذا الموعد.",
    cancelled: "أُلغي هذا الموعد.",
    expired: "انقضت مهلة هذا الطلب.",
  },
  atClients: "في عنوان العميل",
  clientLabel: "العميل",
  addressLabel: "العنوان",
  noteLabel: "ملاحظة",
  accessLabel: "سهولة الوصول والراحة",

  roomTitle: "موعدكم عبر الفيديو",
  roomOpensAt: (when) => `تُفتح القاعة ${when}.`,
  roomOpensIn: (n) => `تُفتح القاعة بعد ${within(n)}.`,
  roomOpen: "القاعة مفتوحة.",
  join: "دخول",
  roomEarly: "لم تُفتح القاعة بعد. ستخبركم هذه الصفحة حين تُفتح.",
  roomOver: "انتهى هذا الموعد. شكراً لوقتكم معنا.",
  roomClosed: "لا توجد قاعة فيديو لهذا الموعد.",
  roomWaiting: (who) => `أنتم في القاعة. ينضم إليكم ${who} بعد لحظة.`,
  roomTogether: (who) => `${who} في القاعة.`,
  roomWithYou: "في القاعة",
  roomYou: "أنتم",
  roomTrouble: "إن تعذّر شيء، نتحدث عبر الهاتف",
  atToday: (time) => `عند ${time}`,
  atThe: (day, time) => `${day}، عند ${time}`,
};

export default pages;
