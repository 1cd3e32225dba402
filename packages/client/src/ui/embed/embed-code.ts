// What people paste into their own page to show a match in it.

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const attribute = (text: string): string => text.replace(/[&<>"]/g, (character) => ENTITIES[character]);

/** `url`: whole, of a watch or replay page. `title`: read out by screen readers. Both may hold what strangers typed. */
export function embedCode(url: string, title: string): string {
  return (
    `<iframe src="${attribute(url)}" title="${attribute(title)}" loading="lazy" allow="fullscreen" ` +
    'referrerpolicy="no-referrer" style="width:100%;aspect-ratio:16/9;border:0"></iframe>'
  );
}
