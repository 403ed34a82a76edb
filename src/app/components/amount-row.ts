/** One row of a slip of amounts, apart from its drawing: plain TypeScript cannot see into a component. */

/** What it is, and how much; null where the row only says something. */
export interface AmountRow {
  readonly label: string;
  readonly figure: string | null;
}
