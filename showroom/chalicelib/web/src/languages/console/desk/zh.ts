/** Chinese words of the acts at the desk. */
import type { ActMessages } from "./en.js";

const acts: ActMessages = {
  outside: {
    offer: "注明原因后，仍可在工作时间之外安排。",
    reason: "安排在工作时间之外的原因",
    hint: "仅供内部查看。",
    who: "接待人",
    needReason: "请填写原因。",
    move: "改至工作时间之外",
    moveTitle: "改至何时，因何原因？",
    mark: "工作时间之外",
  },
  walkIn: {
    open: "有客人到店",
    title: "有客人到店",
    hint: "即刻开始。仅在填写地址后才会致函。",
    anybody: "任一有空者",
    minutes: "分钟",
    usual: "与平常一样",
    arrange: "现在接待",
    done: (who: string, by: string) => `${by}正在接待${who}。`,
  },
  options: {
    add: "加入可选时间",
    title: "可选时间，同一链接",
    offer: (n: number) => `保留这 ${n} 个时间并致函`,
    done: (who: string, n: number) => `已致函${who}，${n} 个时间保留三天。`,
  },
  length: {
    change: "更改时长",
    title: "需要多长时间？",
    minutes: (n: number) => `${n} 分钟`,
    done: (until: string) => `现于${until}结束。`,
    refused: "无法延至这么久：其后的时间已占用，或不在工作时间内。",
  },
  repeat: {
    open: "安排后续相同预约",
    title: "间隔多久，再安排几次？",
    every: "每隔",
    weeks: (n: number) => `${n} 周`,
    more: "再安排次数",
    arrange: (n: number) => `再安排 ${n} 次`,
    done: (n: number) => `已再安排 ${n} 个预约。`,
    refused: "以下日期无空，其余均已安排：",
  },
};

export default acts;
