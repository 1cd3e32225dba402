// "Did you mean …": the word of a list that a typo was most likely meant to be.

/** Undefined where none is near: two slips in three letters are another word. */
export function nearest(word: string, words: readonly string[]): string | undefined {
  const most = Math.min(3, Math.floor(word.length / 3));
  const [best] = words
    .map((candidate) => ({ candidate, slips: slipsBetween(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ slips }) => slips <= most)
    .toSorted((a, b) => a.slips - b.slips);
  return best?.candidate;
}

/** Levenshtein's distance: letters put in, left out or mistaken. */
function slipsBetween(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 3) return Number.POSITIVE_INFINITY;
  let above = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const mistaken = above[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(above[j] + 1, row[j - 1] + 1, mistaken));
    }
    above = row;
  }
  return above[b.length];
}
