/** What shows that boxes were handed over: a photograph made small, or a signature drawn on the glass. */

/** The longest image that the house takes, in characters of its data address. */
export const LONGEST = 60_000;
const EDGES = [1280, 1024, 800, 640, 480, 320];
const QUALITIES = [0.7, 0.5, 0.35];
/** So far a finger has to go before it is a signature, in the picture's own pixels. */
const A_STROKE = 60;
const INK = 4;

/** The sharpest picture of those that a house takes. Raises what the browser cannot read. */
export async function photograph(file: Blob): Promise<string> {
  const bitmap = await createImageBitmap(file);
  const canvas = document.createElement("canvas");
  for (const edge of EDGES) {
    const scale = Math.min(1, edge / Math.max(bitmap.width, bitmap.height));
    [canvas.width, canvas.height] = [Math.max(1, Math.round(bitmap.width * scale)), Math.max(1, Math.round(bitmap.height * scale))];
    canvas.getContext("2d")!.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    for (const quality of QUALITIES) {
      const made = canvas.toDataURL("image/jpeg", quality);
      if (made.length <= LONGEST) return made;
    }
  }
  throw new Error("This picture cannot be made small.");
}

/** A sheet of glass to sign on: black on white whatever the page wears, so that it can be read afterwards. */
export class Glass {
  private drawn = 0;
  private last: [number, number] | null = null;

  constructor(private readonly told: (signed: boolean) => void) {}

  clean(canvas: HTMLCanvasElement): void {
    const paper = canvas.getContext("2d")!;
    paper.fillStyle = "#fff";
    paper.fillRect(0, 0, canvas.width, canvas.height);
    [paper.lineWidth, paper.lineCap, paper.lineJoin, paper.strokeStyle] = [INK, "round", "round", "#000"];
    this.drawn = 0;
    this.told(false);
  }

  readonly down = (event: PointerEvent): void => {
    const canvas = event.currentTarget as HTMLCanvasElement;
    canvas.setPointerCapture(event.pointerId);
    this.last = at(canvas, event);
  };

  readonly move = (event: PointerEvent): void => {
    if (!this.last) return;
    const canvas = event.currentTarget as HTMLCanvasElement;
    const paper = canvas.getContext("2d")!;
    const to = at(canvas, event);
    paper.beginPath();
    paper.moveTo(...this.last);
    paper.lineTo(...to);
    paper.stroke();
    this.drawn += Math.hypot(to[0] - this.last[0], to[1] - this.last[1]);
    this.last = to;
    if (this.drawn >= A_STROKE) this.told(true);
  };

  readonly up = (): void => {
    this.last = null;
  };

  image(canvas: HTMLCanvasElement): string {
    const made = canvas.toDataURL("image/png");
    return made.length <= LONGEST ? made : canvas.toDataURL("image/jpeg", QUALITIES.at(-1));
  }
}

const at = (canvas: HTMLCanvasElement, event: PointerEvent): [number, number] => [
  (event.offsetX / canvas.clientWidth) * canvas.width,
  (event.offsetY / canvas.clientHeight) * canvas.height,
];
