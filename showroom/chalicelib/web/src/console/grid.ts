/** The calendar: hours against days, or against everybody in the boutique. It draws; what a hand does, the house decides. */
import { type Calendar, createCalendar, destroyCalendar, Interaction, ResourceTimeline, TimeGrid } from "@event-calendar/core";
import { dayParts, dayInWords, firstWeekday, time } from "../common/dates.js";
import { whatOf, who } from "./brief.js";
import { faceNow, faceOf, hoursSince, instantOf, later, uncovered } from "./clock.js";
import type { ShowroomConsole } from "./element.js";
import type { Diary, Entry, Hosted, Span } from "./shapes.js";
import { nowMark } from "./told.js";

/** Pixels of a slot, and of the column of names. */
const NARROWEST = 36;
const NAMES = 178;
const SNAP = "00:15:00";
const QUIET_HOURS: [number, number] = [9, 19];
const clockOf = (hours: number): string => `${String(hours).padStart(2, "0")}:00:00`;
const faces = (spans: readonly Span[]): Span[] => spans.map((it) => ({ start: faceOf(it.start), end: faceOf(it.end) }));

export class Grid {
  private calendar: Calendar | null = null;
  private where: Element | null = null;
  private drawn = "";
  private data: unknown[] = [];
  /** Something is in the hand: nothing is redrawn under it. */
  held = false;

  constructor(private readonly desk: ShowroomConsole) {}

  /** Stand in this element, or nowhere. */
  attach(where: Element | undefined): void {
    if (!where) {
      if (this.calendar) void destroyCalendar(this.calendar);
      this.calendar = null;
      this.where = null;
      this.drawn = "";
      return;
    }
    this.where = where;
    this.draw();
  }

  draw(): void {
    const { desk } = this;
    const { diary } = desk;
    if (!this.where || !diary || this.held) return;
    const [from, to] = this.reach(diary);
    const shape = JSON.stringify([desk.whom === "", desk.span, desk.locale, diary.dates, from, to, diary.zone, this.where.clientWidth]);
    const data = [diary.items, JSON.stringify(diary.hosted), desk.whom, nowMark(desk)];
    if (shape === this.drawn && this.calendar) {
      if (data.some((it, at) => it !== this.data[at])) this.calendar.setOption("events", this.events(diary, from, to));
      this.data = data;
      return;
    }
    if (this.calendar) void destroyCalendar(this.calendar);
    this.drawn = shape;
    this.data = data;
    this.calendar = createCalendar(this.where, [Interaction, ResourceTimeline, TimeGrid], this.options(diary, from, to));
    this.unsay();
  }

  /** From which hour to which the days are drawn: as long as the boutique is open or somebody is there. */
  private reach(diary: Diary): [number, number] {
    const hours: number[] = [];
    for (const { start, end } of [...diary.open, ...diary.items, ...diary.hosted]) {
      const day = diary.dates.findLast((it) => it <= faceOf(start).slice(0, 10)) ?? diary.dates[0]!;
      hours.push(Math.floor(hoursSince(day, faceOf(start))), Math.ceil(hoursSince(day, faceOf(end))));
    }
    return hours.length ? [Math.max(0, Math.min(...hours)), Math.max(...hours)] : QUIET_HOURS;
  }

  /** As wide as the page has room for, and never too narrow to be pressed. */
  private slotWidth(slots: number): number {
    return Math.max(NARROWEST, Math.floor((this.where!.clientWidth - NAMES) / slots));
  }

  private options(diary: Diary, from: number, to: number): Calendar.Options {
    const { desk } = this;
    const timeline = desk.whom === "";
    const week = desk.span === "week";
    const { locale, zone } = desk;
    const local = (at: Date): string => faceNow(new Date(at.getTime() - at.getTimezoneOffset() * 60_000), "UTC");
    return {
      view: timeline ? (week ? "resourceTimelineWeek" : "resourceTimelineDay") : week ? "timeGridWeek" : "timeGridDay",
      timeZone: "local",
      date: diary.dates[0],
      firstDay: (firstWeekday(locale) % 7) as Calendar.Options["firstDay"],
      headerToolbar: { start: "", center: "", end: "" },
      allDaySlot: false, height: "auto",
      slotMinTime: clockOf(from),
      slotMaxTime: clockOf(to),
      slotDuration: week && timeline ? "02:00:00" : "00:30:00",
      slotLabelInterval: week && timeline ? "04:00:00" : "01:00:00",
      slotHeight: 26,
      slotWidth: this.slotWidth(week ? diary.dates.length * Math.ceil((to - from) / 2) : (to - from) * 2),
      snapDuration: SNAP,
      slotLabelFormat: (at) => time(`${local(at)}Z`, "UTC", locale),
      dayHeaderFormat: (at) => dayParts(local(at).slice(0, 10), locale).slice(0, 2).join(" "),
      dayHeaderAriaLabelFormat: (at) => dayInWords(local(at).slice(0, 10), locale),
      resources: diary.staff.map((it) => ({ id: it.id, title: it.name })),
      events: this.events(diary, from, to),
      eventContent: ({ event }) => this.content(event.extendedProps.entry as Entry | undefined, event.extendedProps.hosted as Hosted | undefined),
      eventClick: ({ event }) => {
        const entry = event.extendedProps.entry as Entry | undefined;
        if (entry) desk.show(entry);
      },
      dateClick: ({ dateStr, resource }) => desk.ask(instantOf(dateStr.slice(0, 19), zone), resource?.id ?? desk.whom),
      viewDidMount: () => this.unsay(),
      eventAllUpdated: () => this.unsay(),
      editable: false,
      longPressDelay: 400,
      // To another time or to a colleague: each is a step of its own, which the house decides.
      dragConstraint: ({ oldResource, newResource, delta }) => !newResource || newResource.id === oldResource?.id || !(delta.days || delta.seconds),
      eventDragStart: () => (this.held = true),
      eventDragStop: () => (this.held = false),
      eventDrop: (info) => void this.dropped(info),
      eventResizeStart: () => (this.held = true),
      eventResizeStop: () => (this.held = false),
      eventResize: (info) => void this.resized(info),
    };
  }

  /** The library calls itself a table and is none by its parts. It is a picture; what can be pressed has a name, and the list says all. */
  private unsay(): void {
    for (const part of this.where?.querySelectorAll("[role]") ?? []) part.removeAttribute("role");
    // What is pressed is the button inside; the article around it is what a hand takes.
    for (const part of this.where?.querySelectorAll(".ec-event[tabindex]") ?? []) part.removeAttribute("tabindex");
    // Where it is wider than the screen, arrow keys move it.
    for (const main of this.where?.querySelectorAll<HTMLElement>(".ec-main") ?? []) if (main.scrollWidth > main.clientWidth) main.tabIndex = 0;
  }

  private async dropped({ event, delta, newResource, oldResource, revert }: Calendar.EventDropInfo): Promise<void> {
    const { desk } = this;
    const entry = event.extendedProps.entry as Entry;
    const face = later(faceOf(entry.start), delta.days * 1440 + delta.seconds / 60);
    this.held = true;
    const to = newResource && newResource.id !== oldResource?.id ? newResource.id : "";
    const refused = await this.sent(entry, to ? "hand-over" : "reschedule", to ? { advisor: to } : { start: instantOf(face, desk.zone) });
    this.held = false;
    if (refused) revert();
    await desk.refresh();
  }

  private async resized({ event, revert }: Calendar.EventResizeInfo): Promise<void> {
    this.held = true;
    const minutes = Math.round((event.end.getTime() - event.start.getTime()) / 60_000);
    const refused = await this.sent(event.extendedProps.entry as Entry, "resize", { minutes });
    this.held = false;
    if (refused) revert();
    await this.desk.refresh();
  }

  /** Text alone, as nodes: a name is never markup. */
  private content(entry: Entry | undefined, hosted: Hosted | undefined): Calendar.Content | undefined {
    const { desk } = this;
    const line = (name: string, text: string): HTMLElement => {
      const made = document.createElement("bdi");
      made.className = name;
      made.textContent = text;
      return made;
    };
    if (hosted) return { domNodes: [line("at", time(hosted.start, desk.zone, desk.locale)), line("who", hosted.name)] };
    if (!entry) return { domNodes: [] };
    const { booking } = entry;
    const mark = entry.proposed ? desk.t.desk.proposedHere : booking.to_be_moved ? desk.t.desk.toBeMoved : booking.state === "confirmed" ? "" : desk.t.desk.states[booking.state];
    const told = [line("at", time(entry.start, desk.zone, desk.locale)), line("who", who(desk, entry)), line("what", mark || (booking.late_by ? desk.t.desk.lateBy(booking.late_by) : whatOf(desk, entry)))];
    const open = document.createElement("button");
    open.type = "button";
    open.className = "press";
    open.append(...told.flatMap((it) => [it, " "]));
    return { domNodes: [open] };
  }

  private events(diary: Diary, from: number, to: number): Calendar.EventInput[] {
    const { desk } = this;
    const staff = desk.whom ? diary.staff.filter((it) => it.id === desk.whom) : diary.staff;
    const found: Calendar.EventInput[] = [];
    for (const date of diary.dates) {
      const [first, last] = [later(`${date}T00:00:00`, from * 60), later(`${date}T00:00:00`, to * 60)];
      for (const member of staff) {
        for (const [at, free] of uncovered(first, last, faces(member.working)).entries()) {
          found.push({ id: `off ${member.id} ${date} ${at}`, ...free, resourceId: member.id, display: "background", classNames: ["off"] });
        }
        const now = faceNow(desk.api.now(), diary.zone);
        if (now >= first && now < last) found.push({ id: `now ${member.id} ${date}`, start: now, end: later(now, 2), resourceId: member.id, display: "background", classNames: ["now"] });
      }
    }
    for (const entry of diary.items) {
      if (desk.whom && entry.advisor !== desk.whom) continue;
      const { booking } = entry;
      found.push({
        id: `${booking.id}${entry.proposed ? ` ${entry.start} ${entry.advisor}` : ""}`,
        start: faceOf(entry.start),
        end: faceOf(entry.end),
        resourceId: entry.advisor,
        startEditable: !entry.proposed && booking.can.includes("reschedule"),
        durationEditable: !entry.proposed && booking.can.includes("resize"),
        classNames: ["appointment", entry.proposed ? "proposed" : booking.state, ...(booking.late_by || booking.to_be_moved ? ["late"] : [])],
        extendedProps: { entry },
      });
    }
    for (const one of diary.hosted) {
      if (desk.whom && one.host !== desk.whom) continue;
      found.push({ id: `hosted ${one.id} ${one.host}`, start: faceOf(one.start), end: faceOf(one.end), resourceId: one.host, editable: false, classNames: ["hosted"], extendedProps: { hosted: one } });
    }
    return found;
  }

  /** Moved by hand: true when the house refuses, and why is told. */
  private async sent(entry: Entry, act: "reschedule" | "hand-over" | "resize", body: { start?: string; advisor?: string; minutes?: number }): Promise<boolean> {
    const { desk } = this;
    const why = await desk.card.drop(entry, act, body);
    desk.notice = why ? { text: why, alarm: true } : null;
    if (why) desk.result = "";
    return why !== null;
  }
}
