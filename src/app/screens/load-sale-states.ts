/** The states of a sale, in a chunk of its own: fetched once the keypad takes digits. */
export const loadSaleStates = () => import('./SaleStates.svelte');
