// A hand on the camera: drag to look elsewhere, wheel or two fingers to come closer. Until somebody does, it follows play.

const NEAREST = 3;
const FARTHEST = 0.5;
/** Less than this is a shaky click. CSS pixels. */
const FIRM_PX = 4;

export interface Point {
  readonly x: number;
  readonly y: number;
}

export class FreeCamera {
  /** Factor on the usual scale. */
  zoom = 1;
  /** Where it was put, map units; null: follows play. */
  centre: Point | null = null;
  /** Told when it is moved away, and when it is put back. */
  onMoved: (moved: boolean) => void = () => undefined;
  /** Where the picture is, as last drawn: CSS pixels per map unit, and the middle. */
  private scale = 1;
  private middle: Point = { x: 0, y: 0 };

  /** The scene tells what it has drawn. */
  drawn(scale: number, x: number, y: number): void {
    this.scale = scale;
    this.middle = { x, y };
    // The stadium's edge stops it: a hand that goes further must not have to come all the way back.
    if (this.centre) this.centre = this.middle;
  }

  reset(): void {
    this.zoom = 1;
    this.centre = null;
    this.onMoved(false);
  }

  /** Moves the picture by so many CSS pixels. */
  pan(dxPx: number, dyPx: number): void {
    const { x, y } = this.centre ?? this.middle;
    this.centre = { x: x - dxPx / this.scale, y: y - dyPx / this.scale };
    this.onMoved(true);
  }

  /** Follows play again, as close as it is. */
  followPlay(): void {
    this.centre = null;
    this.onMoved(this.zoom !== 1);
  }

  /** Comes closer by a factor: to play, or, once dragged away, to the point under the pointer (CSS pixels from the middle). */
  approach(factor: number, dxPx: number, dyPx: number): void {
    const zoom = Math.min(NEAREST, Math.max(FARTHEST, this.zoom * factor));
    const real = zoom / this.zoom;
    if (real === 1) return;
    if (this.centre) {
      const { x, y } = this.centre;
      this.centre = { x: x + (dxPx / this.scale) * (1 - 1 / real), y: y + (dyPx / this.scale) * (1 - 1 / real) };
    }
    this.scale *= real;
    this.zoom = zoom;
    this.onMoved(true);
  }

  /** Listens to pointers on the pitch. */
  attach(parent: HTMLElement): () => void {
    const gone = new AbortController();
    const { signal } = gone;
    const held = new Map<number, { x: number; y: number; firm: boolean }>();
    const fromMiddle = ({ clientX, clientY }: { clientX: number; clientY: number }): [number, number] => {
      const box = parent.getBoundingClientRect();
      return [clientX - box.left - box.width / 2, clientY - box.top - box.height / 2];
    };
    const on = <K extends keyof HTMLElementEventMap>(type: K, act: (event: HTMLElementEventMap[K]) => void): void =>
      parent.addEventListener(type, act, { signal, passive: false });
    on('pointerdown', (event) => {
      if (event.button !== 0) return;
      parent.setPointerCapture(event.pointerId);
      held.set(event.pointerId, { x: event.clientX, y: event.clientY, firm: false });
    });
    on('pointermove', (event) => {
      const finger = held.get(event.pointerId);
      if (!finger) return;
      const dx = event.clientX - finger.x;
      const dy = event.clientY - finger.y;
      if (!finger.firm && Math.hypot(dx, dy) < FIRM_PX) return;
      finger.firm = true;
      const other = [...held].find(([id]) => id !== event.pointerId)?.[1];
      if (other) {
        const before = Math.hypot(finger.x - other.x, finger.y - other.y);
        const after = Math.hypot(event.clientX - other.x, event.clientY - other.y);
        const middle = { clientX: (event.clientX + other.x) / 2, clientY: (event.clientY + other.y) / 2 };
        if (before > 0) this.approach(after / before, ...fromMiddle(middle));
        this.pan(dx / 2, dy / 2);
      } else this.pan(dx, dy);
      finger.x = event.clientX;
      finger.y = event.clientY;
    });
    for (const type of ['pointerup', 'pointercancel', 'lostpointercapture'] as const)
      on(type, (event) => held.delete(event.pointerId));
    on('wheel', (event) => {
      event.preventDefault();
      this.approach(1.0015 ** -event.deltaY, ...fromMiddle(event));
    });
    on('dblclick', () => this.reset());
    return () => gone.abort();
  }
}
