/** Where a customer's copy of a receipt is. Pure. */

/** Address of the customer's copy; null where a phone could not reach it, or it does not exist yet. */
export function receiptUrl(publicUrl: string | null, receiptToken: string | null): string | null {
  return publicUrl && receiptToken ? `${publicUrl.replace(/\/+$/, '')}/r/${receiptToken}` : null;
}
