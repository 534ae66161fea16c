/** What is known of a document, in the order in which it is shown. */
export const FIELDS = ["title", "date", "author", "issuer", "addressee", "source", "section", "type", "language"] as const;
