/** What a browser needs of classification; drags nothing along. */
export interface ClassificationAnswer {
  readonly label: string;
}
/** Keys that choose one of the first labels, in their order: digits, then letters. */
export const choiceKeys = '1234567890qwertyuiopasdf';
