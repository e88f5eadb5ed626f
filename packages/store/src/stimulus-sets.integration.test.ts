import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordBlobs } from './blobs.ts';
import { createStimulusSet, findStimulusSet, listStimuli, listStimulusSets, recordStimulusAudit, stimulusSetsToAudit, type NewStimulus } from './stimulus-sets.ts';
import { openStore, type Store } from './store.ts';
import { blobOf, makeNetwork } from './testing/fixtures.ts';
import { testDatabases, type TestDatabase } from './testing/test-database.ts';

describe.each(testDatabases())('stimulus sets on the $name', ({ create }) => {
  if (create === undefined) return void it.skip('needs a server', () => undefined);

  let database: TestDatabase;
  let store: Store;
  const files = ['target', 'stimulus', 'seed'].map(blobOf);
  const [target, image, seed] = files.map(({ hash }) => hash) as [string, string, string];
  const stimulus: NewStimulus = {
    condition: 'robust', factors: { loss: 'adversarial' }, targetName: 't/0.png', targetFileHash: target, name: 's/0.png', fileHash: image, seedName: 'n/0.png', seedFileHash: seed,
    label: 'bird', networkId: null, layer: null,
  };
  beforeAll(async () => {
    database = await create();
    store = openStore(database);
    await recordBlobs(store.prisma, files);
  });
  afterAll(async () => {
    await store.close();
    await database.close();
  });

  it('come back as they were stored, in the order of their rows', async () => {
    const set = await createStimulusSet(store.prisma, { name: 'made elsewhere', stimuli: [stimulus, { ...stimulus, condition: 'standard', factors: {}, seedName: null, seedFileHash: null, label: null }, stimulus] });
    expect(set).toMatchObject({ name: 'made elsewhere', conditions: [{ name: 'robust', stimulusCount: 2 }, { name: 'standard', stimulusCount: 1 }], previewHashes: [image, image, image] });
    expect(await findStimulusSet(store.prisma, set.id)).toEqual(set);
    expect(await listStimulusSets(store.prisma)).toContainEqual(set);
    const stored = await listStimuli(store.prisma, set.id);
    expect(stored).toMatchObject([{ ...stimulus, position: 0, audit: undefined, networkName: null }, { condition: 'standard', factors: {}, seedFileHash: null, label: null }, { position: 2 }]);
    expect(await findStimulusSet(store.prisma, randomUUID())).toBeUndefined();
  });

  it('a name is taken once, and nothing of the second is stored', async () => {
    await createStimulusSet(store.prisma, { name: 'once', stimuli: [stimulus] });
    const before = await store.prisma.stimulus.count();
    await expect(store.transaction((tx) => createStimulusSet(tx, { name: 'once', stimuli: [stimulus] }))).rejects.toMatchObject({ code: 'store.name_taken' });
    expect(await store.prisma.stimulus.count()).toBe(before);
  });

  it('those that name a network wait for their audit until it is recorded', async () => {
    const networkId = await makeNetwork(store, 'auditor');
    const { id } = await createStimulusSet(store.prisma, { name: 'audited', stimuli: [{ ...stimulus, networkId, layer: 'features' }] });
    const [waiting] = await listStimuli(store.prisma, id);
    expect(waiting).toMatchObject({ networkName: 'auditor', layer: 'features', audit: { state: 'pending' } });
    expect(await stimulusSetsToAudit(store.prisma)).toEqual([id]);
    const audit = { state: 'done', representationDistance: 0.02, nullPercentile: 0, nullPairCount: 90, topClass: { target: 3, stimulus: 3 }, device: 'cpu' } as const;
    await recordStimulusAudit(store.prisma, waiting!.id, audit);
    expect((await listStimuli(store.prisma, id))[0]?.audit).toEqual(audit);
    expect(await stimulusSetsToAudit(store.prisma)).toEqual([]);
  });
});
