import type { components } from '@lookalike/client';

type Schemas = components['schemas'];

export type NetworkView = Schemas['NetworkView'];
export type Preprocessing = Schemas['Preprocessing'];
export type ImageSetView = Schemas['ImageSetView'];
export type ImageSetDetail = Schemas['ImageSetDetail'];
export type StimulusSetView = Schemas['StimulusSetView'];
export type StimulusSetDetail = Schemas['StimulusSetDetail'];
export type StimulusView = Schemas['StimulusView'];
export type IriConfiguration = Schemas['IriConfiguration'];
export type RunView = Schemas['RunView'];
export type IriView = Schemas['IriView'];
export type StudyConfiguration = Schemas['StudyConfiguration'];
export type StudyView = Schemas['StudyView'];
export type StudySummary = Schemas['StudySummary'];
export type SessionCountsByKind = Schemas['SessionCountsByKind'];
export type ResultsView = Schemas['ResultsView'];
export type NetworkScore = Schemas['NetworkScore'];
export type RaterStudyView = Schemas['RaterStudyView'];
export type RaterSessionView = Schemas['RaterSessionView'];
export type EnteredView = Schemas['EnteredView'];
export type ResponsesView = Schemas['ResponsesView'];
export type RunReport = Schemas['RunReport'];
export type Distribution = Schemas['Distribution'];
