/** What a rater's page needs: where endings lead, without the schemas that it checks nothing by. */
export { wayOutOf } from './way-out-of.ts';
export { platformOf } from './platforms.ts';
