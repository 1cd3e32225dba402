/** Is this page shown inside of another one? Then it is for watching, and for nothing that a stolen click could do harm with. */
export const framed: boolean = typeof window !== 'undefined' && window.top !== window.self;

/** For links that lead to where no frame may show anything: out of the frame. */
export const OUT_OF_FRAME: { readonly target?: string; readonly rel?: string } = framed
  ? { target: '_blank', rel: 'noopener' }
  : {};
