// What a browser remembers of a seat; the seat itself is found by its key. In the browser: that it has one in this room. In the
// tab: that this very tab has just left it, by a reload, so that it need not ask whether it may take its own place.

const seatIn = (roomId: string) => `touchline.seat.${roomId}`;
const leftBy = (roomId: string) => `touchline.left.${roomId}`;

/** Does this browser hold a seat in the room, as far as it knows? */
export function holdsSeat(roomId: string): boolean {
  return attempt(() => localStorage.getItem(seatIn(roomId))) != null;
}

export function keepSeat(roomId: string): void {
  attempt(() => localStorage.setItem(seatIn(roomId), '1'));
}

export function forgetSeat(roomId: string): void {
  attempt(() => localStorage.removeItem(seatIn(roomId)));
}

/** The page goes away with its seat: whatever this tab loads next may take it up. */
export function leaveForTab(roomId: string): void {
  attempt(() => sessionStorage.setItem(leftBy(roomId), '1'));
}

/** Was it this tab that had the seat? True once: a copy of the tab must not think so, too. */
export function returnsToTab(roomId: string): boolean {
  const left = attempt(() => sessionStorage.getItem(leftBy(roomId))) != null;
  attempt(() => sessionStorage.removeItem(leftBy(roomId)));
  return left;
}

/** A browser may forbid storage altogether; then the form is shown, and nothing else is lost. */
function attempt<T>(use: () => T): T | null {
  try {
    return use();
  } catch {
    return null;
  }
}
