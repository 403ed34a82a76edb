/** Whose a snapshot is that names no till. */

/** The till of a snapshot that did not name one: nobody's, so that no other till can be mistaken for a rival. */
export const NO_TILL = '-';
