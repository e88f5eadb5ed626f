export { IriConfiguration, SeedKind } from './iri-configuration.ts';
