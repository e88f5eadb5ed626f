import type { Random } from '@lookalike/random';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** What no reader expects, among it sizes that must not be allocated. */
const surprises: readonly Json[] = [
  null, true, false, 0, -1, 1, 2, 3, 0.5, 1e9, 2 ** 31, 2 ** 32, 2 ** 53, 1e308, -1e308, '', '0', '-1', '9223372036854775807', 'x', 'valid', 'same', 'U0FNRQ==', '__proto__', 'constructor', 'toString',
  [], [0], [-1], [1e9, 1e9], [2 ** 40], [[1]], {}, { shape: null }, [null], { class_name: 'Dense', config: {} }, { list: { i: ['1000000000', '1000000000'] } },
];

/** Applies one to five random edits to a JSON document: values replaced, exchanged, left out or repeated. */
export function mutateJson(random: Random, document: Json): Json {
  const holder: { root: Json } = { root: structuredClone(document) };
  for (let edit = 1 + random.integer(5); edit > 0; edit--) {
    const places = placesIn(holder);
    const place = places[random.integer(places.length)]!;
    const other = places[random.integer(places.length)]!;
    switch (random.integer(6)) {
      case 0: case 1: set(place, structuredClone(surprises[random.integer(surprises.length)]!)); break;
      case 2: set(place, structuredClone(get(other))); break;
      case 3: remove(place); break;
      case 4: repeat(place, 1 + random.integer(3)); break;
      case 5: set(place, numberNear(random, get(place))); break;
    }
  }
  return holder.root;
}

interface Place {
  readonly within: Json[] | { [key: string]: Json };
  readonly key: string;
}

/** Every place of the document; a stack of our own, as documents may be deep. */
function placesIn(holder: { root: Json }): readonly Place[] {
  const places: Place[] = [{ within: holder as { [key: string]: Json }, key: 'root' }];
  for (let i = 0; i < places.length && places.length < 20_000; i++) {
    const value = get(places[i]!);
    if (typeof value === 'object' && value !== null) for (const key of Object.keys(value)) places.push({ within: value, key });
  }
  return places.length > 1 ? places.slice(1) : places;
}

function get({ within, key }: Place): Json {
  return (within as { [key: string]: Json })[key] ?? null;
}

function set({ within, key }: Place, value: Json): void {
  Object.defineProperty(within, key, { value, enumerable: true, configurable: true, writable: true });
}

function remove({ within, key }: Place): void {
  if (Array.isArray(within)) within.splice(Number(key), 1);
  else if (key !== 'root') Reflect.deleteProperty(within, key);
}

function repeat({ within, key }: Place, times: number): void {
  if (Array.isArray(within)) within.splice(Number(key), 0, ...Array.from({ length: times }, () => structuredClone(within[Number(key)] ?? null)));
}

/** A number, or text that is one, moved a little or a lot. */
function numberNear(random: Random, value: Json): Json {
  const number = Number(value);
  if (typeof value === 'object' || typeof value === 'boolean' || value === '' || Number.isNaN(number)) return value;
  const moved = [number + 1, number - 1, -number, number * 1000, number * 2 ** 20, number * 2 ** 45][random.integer(6)]!;
  return typeof value === 'string' ? String(moved) : moved;
}
