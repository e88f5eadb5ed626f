// Which photographs Lookalike ships, from where, under which licence, and which square of each.
// make-crops.ts turns this declaration into the PNG files, attribution.json and ATTRIBUTION.md.

export type LicenseId = 'CC0-1.0' | 'CC-BY-2.0' | 'CC-BY-4.0' | 'public-domain';

/** Every licence in use: none of them asks that derived images carry the same licence. */
export const licenses: Readonly<Record<LicenseId, { readonly name: string; readonly url: string | undefined }>> = {
  'CC0-1.0': { name: 'CC0 1.0 Universal', url: 'https://creativecommons.org/publicdomain/zero/1.0/' },
  'CC-BY-2.0': { name: 'Creative Commons Attribution 2.0 Generic', url: 'https://creativecommons.org/licenses/by/2.0/' },
  'CC-BY-4.0': { name: 'Creative Commons Attribution 4.0 International', url: 'https://creativecommons.org/licenses/by/4.0/' },
  'public-domain': { name: 'Public domain, as the source states', url: undefined },
};

/** A Debian package that ships photographs, and the file in it that states their licences. */
interface PhotographPackage {
  readonly version: string;
  readonly statedIn: string;
}

export const packages = {
  'gcompris-qt-data': { version: '3.1-2', statedIn: 'the README beside the file, inside the .rcc' },
  'palapeli-data': { version: '4:22.12.3-1', statedIn: 'the .desktop file beside the photograph' },
  'lomiri-wallpapers-16.04': { version: '20.04.0-2', statedIn: 'debian/copyright' },
  'python3-skimage': { version: '0.19.3-8', statedIn: 'skimage/data/_fetchers.py' },
  'python3-sklearn': { version: '1.2.1+dfsg-1', statedIn: 'sklearn/datasets/images/README.txt' },
} as const satisfies Readonly<Record<string, PhotographPackage>>;

export type PackageName = keyof typeof packages;

export interface Crop {
  /** The file name without `.png`. */
  readonly id: string;
  readonly title: string;
  readonly package: PackageName;
  /** The file in the package, from its root. */
  readonly path: string;
  /** The file inside `path`, when that is a Qt resource archive (.rcc). */
  readonly member?: string;
  /** Of the source file's own bytes: a package that changes silently is noticed. */
  readonly sourceSha256: string;
  readonly author: string;
  readonly license: LicenseId;
  /** Where the source says that the photograph came from. */
  readonly link: string;
  /** What the source says it changed before us. */
  readonly earlierChanges?: string;
  /** [left, top, size] of the square in the source file's pixels, after its EXIF orientation. */
  readonly square: readonly [leftPx: number, topPx: number, sizePx: number];
}

type Shared = Pick<Crop, 'id' | 'title' | 'author' | 'license' | 'link' | 'square' | 'sourceSha256' | 'earlierChanges'>;
const commons = (page: string): string => `https://commons.wikimedia.org/wiki/File:${page}`;

/** A photograph of GCompris, packed in the archive of the activity that shows it. */
function gcompris(archive: string, folder: string, file: string, shared: Shared): Crop {
  return { ...shared, package: 'gcompris-qt-data', path: `usr/share/gcompris-qt/rcc/${archive}.rcc`, member: `gcompris/src/activities/${archive}/resource/${folder}${file}.webp` };
}
const erase = (file: string, shared: Shared): Crop => gcompris('erase', '', file, shared);
const farm = (file: string, shared: Shared): Crop => gcompris('explore_farm_animals', 'animals/', file, shared);
const world = (file: string, shared: Shared): Crop => gcompris('explore_world_animals', 'animals/', file, shared);
const monument = (file: string, shared: Shared): Crop => gcompris('explore_monuments', '', file, shared);
const category = (file: string, shared: Shared): Crop => gcompris('categorization', 'images/', file, shared);
const palapeli = (file: string, shared: Shared): Crop => ({ ...shared, package: 'palapeli-data', path: `usr/share/palapeli/collection/${file}.jpg` });
const lomiri = (file: string, shared: Omit<Shared, 'link'>): Crop => ({
  ...shared, package: 'lomiri-wallpapers-16.04', path: `usr/share/backgrounds/${file}.jpg`, link: 'https://gitlab.com/ubports/development/core/lomiri-wallpapers',
});
const skimage = (file: string, shared: Shared): Crop => ({ ...shared, package: 'python3-skimage', path: `usr/lib/python3/dist-packages/skimage/data/${file}` });
const sklearn = (file: string, shared: Shared): Crop => ({ ...shared, package: 'python3-sklearn', path: `usr/lib/python3/dist-packages/sklearn/datasets/images/${file}` });

/** In the order of their ids. */
export const crops: readonly Crop[] = [
  category('fishes/fish1', {
    id: 'angelfish', title: 'Angelfish', author: 'Karelj', license: 'public-domain', square: [85, 0, 213],
    link: commons('Pomacanthus_arcuatus_1.jpg'), sourceSha256: 'f8da0956fd2df8f98a61a4672a1123009cfdc28fc685de6a20bc495dbf1e7771',
  }),
  skimage('astronaut.png', {
    id: 'astronaut', title: 'Astronaut', author: 'NASA', license: 'public-domain', square: [40, 0, 380],
    link: 'https://flic.kr/p/r9qvLn', sourceSha256: '88431cd9653ccd539741b555fb0a46b61558b301d4110412b5bc28b5e3ea6cb5',
  }),
  world('bison', {
    id: 'bison', title: 'American bison', author: 'Kurt Kaiser', license: 'CC0-1.0', square: [210, 80, 640],
    link: commons('American_Bison_9.jpg'), sourceSha256: '11f3b2c5b876ee083924ff3ffab233c3e1d161993605b67d4d2ab5a9f1d9cf25',
  }),
  lomiri('Picture_1A_by_freespace', {
    id: 'brushes', title: 'Paint brushes', author: 'Trevor "Freespace"', license: 'CC-BY-4.0', square: [60, 60, 1000],
    sourceSha256: '89e86af38d04daaef975665dc2127e9fa76f0fd68f4eea105a2d0ae3390b010b',
  }),
  monument('germany/neuschwansteinCastle', {
    id: 'castle', title: 'Neuschwanstein Castle', author: 'cameralends', license: 'CC0-1.0', square: [190, 60, 560],
    link: commons('Neuschwanstein_Castle_(532850).jpg'), sourceSha256: '15ec5fcb8758d54efa65581b9682e5cc766d700f3f329d700a06d0550d2c8e03',
  }),
  skimage('chelsea.png', {
    id: 'cat', title: 'Cat', author: 'Stefan van der Walt', license: 'CC0-1.0', square: [100, 0, 300],
    link: 'https://github.com/scikit-image/scikit-image', sourceSha256: '596aa1e7cb875eb79f437e310381d26b338a81c2da23439704a73c4651e8c4bb',
  }),
  palapeli('citrus-fruits', {
    id: 'citrus', title: 'Slices of citrus fruit', author: 'US Department of Agriculture', license: 'public-domain', square: [110, 150, 640],
    link: 'http://commons.wikimedia.org/wiki/Image:Citrus_fruits.jpg', sourceSha256: '0cbd7154a14789803167c86705130d0358875198231269df168ea26224e70848',
  }),
  skimage('coffee.png', {
    id: 'coffee', title: 'Cup of coffee', author: 'Rachel Michetti, courtesy of Pikolo Espresso Bar', license: 'CC0-1.0', square: [110, 10, 380],
    link: 'https://github.com/scikit-image/scikit-image', sourceSha256: 'cc02f8ca188b167c775a7101b5d767d1e71792cf762c33d6fa15a4599b5a8de7',
  }),
  farm('cow', {
    id: 'cow', title: 'Cow', author: 'Dohduhdah', license: 'public-domain', square: [250, 68, 700],
    link: commons('Cow-IMG_2050.JPG'), sourceSha256: 'db359136be5ef7c435a2521e7f782a7f13ab48634f8a955864b1557ca21926db',
  }),
  erase('crab', {
    id: 'crab', title: 'Sally Lightfoot crab', author: 'Nosferattus', license: 'CC0-1.0', square: [420, 0, 1080],
    link: commons('Sally_Lightfoot_Crab_2019.jpg'), earlierChanges: 'cropping, sharpening', sourceSha256: '822be2d08adc89a71e6eeff1500eea684c6f0961c98ddb1b23f0e66bbae4f987',
  }),
  sklearn('flower.jpg', {
    id: 'dahlia', title: 'Dahlia', author: 'vultilion (the source names danielbuechele and links to vultilion\'s photograph)', license: 'CC-BY-2.0', square: [135, 60, 330],
    link: 'https://www.flickr.com/photos/vultilion/6056698931/sizes/z/in/photostream/', sourceSha256: 'a77f6ec41e353afdf8bdff2ea981b2955535d8d83294f8cfa49cf4e423dd5638',
  }),
  lomiri('seeding_by_Clements_Engelhardt', {
    id: 'dandelion', title: 'Dandelion', author: 'Clemens Engelhardt', license: 'CC0-1.0', square: [750, 0, 1700],
    sourceSha256: 'a5634d1ab5e41a3568e92d4a894a500c92b891f9ff734e50bd224d6e185a605f',
  }),
  farm('dog', {
    id: 'dog', title: 'German shepherd', author: 'Hans Kemperman', license: 'public-domain', square: [330, 0, 680],
    link: commons('German-shepherd-4040871920._(2).jpg'), sourceSha256: '5e9d9544495740101e4cfff817d986b683731112b2cf17fde2e4c2a26c3c5314',
  }),
  farm('duck', {
    id: 'duck', title: 'Aylesbury duck', author: 'Bernard Spragg', license: 'CC0-1.0', square: [90, 150, 800],
    link: commons('Aylesbury_Duck._(9373723157).jpg'), sourceSha256: 'fa4572f2022a3aded4b627b9234fb8abf1658d125b267dc8d28cb1a8213c3b60',
  }),
  lomiri('Picture_0B_by_freespace', {
    id: 'fig', title: 'Half a fig in a red bowl', author: 'Trevor "Freespace"', license: 'CC-BY-4.0', square: [900, 350, 1300],
    sourceSha256: 'c8c0ab18e48d9e0419fe42881112137f3afafc27dfddc29ec3a6d54c56d225ad',
  }),
  erase('giraffe', {
    id: 'giraffe', title: 'Giraffe', author: 'Sergio Cambelo', license: 'public-domain', square: [980, 60, 940],
    link: commons('Giraffe.JPG'), earlierChanges: 'cropping, sharpening', sourceSha256: 'c39106edc785a65bf0eee10bf039375b2fc3f72b405d76fec392a1a40b39d4f0',
  }),
  category('fishes/fish25', {
    id: 'goldfish', title: 'Goldfish', author: 'Necrophorus', license: 'public-domain', square: [40, 0, 272],
    link: commons('Goldfisch_1.jpg'), sourceSha256: 'a0d5498bf18d05d25b021ad4fbf9e5752d8fbdfde1f94ff58c0d6b4e6c9ae23f',
  }),
  category('tools/hammer1', {
    id: 'hammer', title: 'Hammer', author: 'Marina Shemesh', license: 'CC0-1.0', square: [100, 0, 213],
    link: 'https://publicdomainpictures.net/en/view-image.php?image=134245&picture=single-hammer', sourceSha256: '674fbce6f91b65e2da969107c4648e57dc35c859aeda7b13554c0a685cb8efa9',
  }),
  world('hedgehog', {
    id: 'hedgehog', title: 'Hedgehog', author: 'George Chernilevsky', license: 'public-domain', square: [150, 0, 731],
    link: commons('Erinaceus_roumanicus_2020_G2.jpg'), sourceSha256: '780aceaa624415db1f6ff304ed13e804572686316e69d21ee0e13856ef173f7e',
  }),
  farm('chicken', {
    id: 'hens', title: 'Hens', author: 'Tranquilles', license: 'public-domain', square: [440, 60, 560],
    link: commons('Chickens_at_Tranquilles_B%26B.JPG'), sourceSha256: '30a07d3c7dfc191ff4d160826ad14babb4cfb9cb47b15ec8a098857f135bfcd4',
  }),
  palapeli('european-honey-bee', {
    id: 'honey-bee', title: 'Honey bee on an aster', author: 'John Severns', license: 'public-domain', square: [220, 40, 1200],
    link: 'http://commons.wikimedia.org/wiki/Image:European_honey_bee_extracts_nectar.jpg', sourceSha256: '9d54ae706bddd899c91b2b801d9ca4556a5a9a399b4043f9d539df62a8cb7f27',
  }),
  farm('horse', {
    id: 'horses', title: 'Nokota horses', author: 'Seth Zeigler', license: 'CC0-1.0', square: [200, 0, 664],
    link: commons('Nokota_Horse_Stud_Band.jpg'), sourceSha256: '87879a9644b71713f52aadf22562f30cc3e6e25a36e07d602a90e0cf6ec888aa',
  }),
  erase('kingfisher', {
    id: 'kingfisher', title: 'Kingfisher', author: 'Frank-2.0', license: 'CC0-1.0', square: [210, 60, 1000],
    link: commons('Eisvogel_kingfisher.jpg'), earlierChanges: 'cropping, sharpening', sourceSha256: 'b637658d7e0f8f555b5683a8c912646d57ba37be6ba9684df893a1d07ee9e637',
  }),
  erase('kitten', {
    id: 'kitten', title: 'Kitten', author: 'GalgenTX', license: 'CC-BY-2.0', square: [570, 150, 800],
    link: commons('A_posing_kitten_(Flickr).jpg'), earlierChanges: 'cropping, colour adjustment, sharpening', sourceSha256: 'c6f3a52585a3d6179c78e15375a9d9b11f37bfd0ac33b477f3b67cda06c59727',
  }),
  world('lemur', {
    id: 'lemur', title: 'Ring-tailed lemur', author: 'Mathias Appel', license: 'CC0-1.0', square: [362, 80, 600],
    link: commons('Lemur_(37122852696).jpg'), sourceSha256: '4fccf91dd5e6a749d9eb621f982e6a0d7072830db91ba0daabcd86b1de7a9747',
  }),
  world('scarlet_macaw', {
    id: 'macaw', title: 'Scarlet macaw', author: 'Dcoetzee', license: 'CC0-1.0', square: [160, 0, 793],
    link: commons('Scarlet_macaw_at_Cougar_Mountain_Zoological_Park.jpg'), sourceSha256: '8b088ed71a87e7e929cf08b49a1e1c977c47544307d348e52a0f4a85128662a0',
  }),
  world('moose', {
    id: 'moose', title: 'Moose', author: 'Ryan Hagerty', license: 'public-domain', square: [270, 63, 620],
    link: commons('Male_Moose.jpg'), sourceSha256: '2252a671c2e0ade9ce6ff6d41957348a81ebccfd952ba59bfddceff0b059ea48',
  }),
  lomiri('picosdeeuropa_by_Aitzol_Berasategi', {
    id: 'mountains', title: 'Mountains and a cloud', author: 'Aitzol Berasategi', license: 'CC-BY-4.0', square: [900, 0, 1900],
    sourceSha256: '414d0072b2f6f2c555deafeaef6e45c4fed6fa9ad26eba6560ca8803959cf97a',
  }),
  category('monuments/operaHouse', {
    id: 'opera-house', title: 'Sydney Opera House', author: 'Anonymous', license: 'CC0-1.0', square: [48, 20, 213],
    link: commons('Sydney_Opera_House_(2017).jpg'), sourceSha256: '56471309ddfa80c69acaa6c2fed954f4742b1299352e9c4ddb82a329983f7691',
  }),
  sklearn('china.jpg', {
    id: 'pagoda', title: 'Pagoda', author: 'danielbuechele', license: 'CC-BY-2.0', square: [30, 10, 410],
    link: 'https://www.flickr.com/photos/danielbuechele/6061409035/sizes/z/in/photostream/', sourceSha256: '8378025ad2519d649d02e32bd98990db4ab572357d9f09841c2fbfbb4fefad29',
  }),
  world('panda', {
    id: 'panda', title: 'Giant panda', author: 'Jeff Kubina', license: 'public-domain', square: [200, 0, 681],
    link: commons('Giant_Panda_2004-03-2.jpg'), sourceSha256: '70ccf9a9db5008100eb6955ae25fabd4f7769427be784d627cf6315f6dfce692',
  }),
  erase('red_panda', {
    id: 'red-panda', title: 'Red panda', author: 'Mathias Appel', license: 'CC0-1.0', square: [330, 60, 960],
    link: commons('Red_Panda_(30324056733).jpg'), earlierChanges: 'cropping, sharpening', sourceSha256: 'ec755f7b9d8953037161a7cf4f01270fdc92382913b33d987ceb27c1dfa6ded1',
  }),
  skimage('rocket.jpg', {
    id: 'rocket', title: 'Rocket before its launch', author: 'SpaceX', license: 'public-domain', square: [130, 47, 380],
    link: 'https://www.flickr.com/photos/spacexphotos/16511594820/in/photostream/', sourceSha256: 'c2dd0de7c538df8d111e479619b129464d0269d0ae5fd18ca91d33a7fdfea95c',
  }),
  farm('sheep', {
    id: 'sheep', title: 'Sheep', author: 'Rob Mitchell', license: 'CC0-1.0', square: [150, 40, 680],
    link: commons('Sheep_(33625876592).jpg'), sourceSha256: '3bac61d5dabb709cdea2511f63bab6bfcde9736536a39f1f7510f5258a75b088',
  }),
  category('monuments/statueOfLiberty', {
    id: 'statue-of-liberty', title: 'Statue of Liberty', author: 'Alex Liivet', license: 'CC0-1.0', square: [8, 5, 225],
    link: commons('Statue_of_Liberty_(22941884789).jpg'), sourceSha256: '0f96367a893458a491feaa437e639b20b3e833981fa873123ccde98636d7abb0',
  }),
  lomiri('sunset_by_Aitzol_Berasategi', {
    id: 'sunset', title: 'Sun over hills', author: 'Aitzol Berasategi', license: 'CC-BY-4.0', square: [1000, 400, 2000],
    sourceSha256: '474dab6a4b9f94dc76c29dfe30e9f5db4af0fd2e33fe5d695f8152b371efca18',
  }),
  palapeli('cincinnati-bridge', {
    id: 'suspension-bridge', title: 'Suspension bridge at night', author: 'Derek Jensen', license: 'public-domain', square: [150, 50, 800],
    link: 'http://commons.wikimedia.org/wiki/Image:Cincinnati-roebling-suspension-bridge.jpg', sourceSha256: '09772d09318b34a5c5edd58ee86ff462bcd2907006f31cc8e0704310f8e9ab60',
  }),
  category('monuments/tajMahal', {
    id: 'taj-mahal', title: 'Taj Mahal', author: 'David Castor', license: 'public-domain', square: [76, 8, 200],
    link: commons('Taj_Mahal-09.jpg'), sourceSha256: 'd38d14e765824d7a4cd0b6c200731b96ea7b33cf6ee933b2fe248d454f87d271',
  }),
  category('monuments/parthenon', {
    id: 'temple', title: 'Parthenon', author: 'Jebulon', license: 'CC0-1.0', square: [40, 0, 238],
    link: commons('Parthenon_east_side_Acropolis_Athens,_Greece.jpg'), sourceSha256: '8be7349b09f901ff3b02309d12eacd6af86ee6094f592ab44bd2a5966557c47a',
  }),
  category('renewable/windmill1', {
    id: 'windmill', title: 'Windmill by the sea', author: 'Jebulon', license: 'CC0-1.0', square: [6, 40, 220],
    link: commons('Windmill_harbour_Rhodes.jpg'), sourceSha256: 'b37b659aa07d8858505f9f8c51b24867690214a58c6dd683b96e6b7424a9b50d',
  }),
];
