/** Arabic words of the acts at the desk. */
import type { ActMessages } from "./en.js";

const acts: ActMessages = {
  outside: {
    offer: "يمكن ترتيبه مع ذلك خارج الأوقات، مع ذكر السبب.",
    reason: "سبب الترتيب خارج الأوقات",
    hint: "لا يقرؤه سوى الدار.",
    who: "من يستقبل",
    needReason: "يُرجى كتابة السبب.",
    move: "نقل إلى خارج الأوقات",
    moveTitle: "إلى أي ساعة، ولأي سبب؟",
    mark: "خارج الأوقات",
  },
  walkIn: {
    open: "عميل حاضر",
    title: "عميل حاضر",
    hint: "يبدأ الآن. لا تُرسل رسالة إلا إن كتبتم عنوانًا.",
    anybody: "من هو متاح",
    minutes: "دقائق",
    usual: "كالمعتاد",
    arrange: "الاستقبال الآن",
    done: (who: string, by: string) => `${who} مع ${by}.`,
  },
  options: {
    add: "إضافة هذا الوقت إلى الاختيار",
    title: "للاختيار برابط واحد",
    offer: (n: number) => (n === 1 ? "حفظ هذا الوقت والكتابة" : n === 2 ? "حفظ هذين الوقتين والكتابة" : `حفظ هذه الأوقات الـ${n} والكتابة`),
    done: (who: string, n: number) => (n === 1 ? `كُتب إلى ${who}، والوقت محفوظ ثلاثة أيام.` : n === 2 ? `كُتب إلى ${who}، والوقتان محفوظان ثلاثة أيام.` : `كُتب إلى ${who}، والأوقات الـ${n} محفوظة ثلاثة أيام.`),
  },
  length: {
    change: "تغيير المدة",
    title: "كم تستغرق؟",
    minutes: (n: number) => `${n} دقيقة`,
    done: (until: string) => `ينتهي الآن عند ${until}.`,
  },
};

export default acts;
