/** Is this page shown inside of another one? Then it is for watching, and for nothing that a stolen click could do harm with. */
export const framed: boolean = typeof window !== 'undefined' && window.top !== window.self;
