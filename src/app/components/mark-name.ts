/** The names of the state marks, apart from their drawing: plain TypeScript cannot see into a component. */

/** Every mark there is. `ring` is at work, `next` is still to come, `dot` all is well, `away` on another till. */
export type MarkName =
  | 'paid'
  | 'doubt'
  | 'declined'
  | 'closed'
  | 'held'
  | 'returned'
  | 'away'
  | 'trust'
  | 'cash'
  | 'dot'
  | 'next'
  | 'ring';
