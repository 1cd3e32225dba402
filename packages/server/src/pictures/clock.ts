/** Of play: 0 → 00:00; minutes go on counting past an hour, as on a real board. */
export function clock(seconds: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor(seconds / 60))}:${two(Math.floor(seconds) % 60)}`;
}
