/** The width that a page of the document has for a figure. */
export const FIGURE_WIDTH_PX = 680;
