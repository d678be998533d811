import type { PostConfig } from '../../../src/contract/types.ts';

type PostFields = Readonly<Record<keyof PostConfig, { readonly label: string; readonly about: string }>>;

export const scripts = {
  about: 'What a task can run: post, and the scripts of your own in the data directory.',
  custom: 'Your own',
  builtIn: 'Built in',
  publishes: 'Publishes',
  harmless: 'Publishes nothing',
  broken: 'Cannot be run',
  run: 'Make a task',
  runFor: 'Make a task of {{title}}',
  list: 'Scripts',
  app: 'Drives {{app}}',
  newPost: 'New post has a more comfortable form for this one.',
  toNewPost: 'Go to New post',
  none: {
    title: 'No scripts of your own yet',
    about:
      'A folder of text files in scripts/ of the data directory becomes a script; docs/scripts/custom.md says how.',
  },
  form: {
    title: 'A task of {{title}}',
    phones: 'Phones',
    phonesAbout: 'One task for each.',
    when: 'When',
    now: 'As soon as the phone is free',
    at: 'At a time',
    zone: 'In the time zone {{zone}}',
    parameters: 'Parameters',
    noParameters: 'It takes none.',
    lines: 'One a line.',
    json: 'As JSON.',
    notJson: 'This is not JSON.',
    usual: 'Usual: {{value}}',
    unset: 'As usual',
    submit: 'Make the tasks',
    made_one: '{{count}} task is made:',
    made_other: '{{count}} tasks are made:',
    task: 'Task {{id}}',
  },
  post: 'Publishes a post: a video, images, a reel or a story, on TikTok or Instagram.',
  /** The parameters of post; scripts of your own say theirs in their schemas. */
  fields: {
    content_type: { label: 'Kind of files', about: 'A video, or images.' },
    captions: {
      label: 'Caption',
      about:
        'With hashtags and emoji, as in the app. {one|two} draws one of them for each post; on TikTok, Title##Description gives it a title.',
    },
    material_list: {
      label: 'Files',
      about:
        'Paths on the server, or material://SHA-256 for a file of the library. One video for each post, or the images of one post in their order.',
    },
    upload_wait_time: {
      label: 'Seconds for the upload',
      about: 'How long the app may take to say that the upload is complete.',
    },
    image_count: { label: 'Images in each post', about: 'Where images are taken from the library or a folder.' },
    post_way: {
      label: 'Begin the post',
      about: 'With Android’s Share, with the app’s + button, or on the page of a sound.',
    },
    material_source: {
      label: 'Where files come from',
      about: 'Where no files are named: the least used of the library, or a folder on the server.',
    },
    material_path: {
      label: 'Folder',
      about: 'On the server; in it, the folder with the name of the account comes first.',
    },
    materials_tags: {
      label: 'Tags the files must have',
      about: 'With commas between them; a file of the library must have all of them.',
    },
    sound_wait_time: { label: 'Seconds for a sound', about: 'How long a sound may take to load.' },
    add_sound: {
      label: 'Sound',
      about: 'As the app sets it, none, the first it suggests, or one that is searched for.',
    },
    sound_name: {
      label: 'Sound to begin with',
      about: 'Where the post begins on the page of a sound: its name or, on TikTok, its address.',
    },
    custom_sound_keyword: { label: 'Sound to search for', about: 'The first one that the app finds by these words.' },
    origin_sound_volume: { label: 'Volume of the video, percent', about: 'Images have no sound of their own.' },
    add_sound_volume: { label: 'Volume of the added sound, percent', about: 'Set where a sound is added.' },
    add_product_link: { label: 'Link a product', about: 'The first of the account’s showcase; TikTok only.' },
    placement: { label: 'Placement', about: 'On Instagram: a reel, or a story, which shows no caption.' },
    rehearsal: { label: 'Rehearsal', about: 'Everything but the tap that publishes; nothing stays.' },
    reuse_materials: { label: 'Use files again', about: 'Also files that the account was given before.' },
    target_app: { label: 'App', about: 'Where none is chosen, that of the account, or TikTok.' },
  } satisfies PostFields,
  options: {
    content_type: { '0': 'Video', '1': 'Images' },
    post_way: {
      share: 'With Android’s Share',
      addButton: 'With the app’s + button',
      useSound: 'From the page of a sound',
    },
    material_source: { materialLibrary: 'The library', localFolder: 'A folder on the server' },
    add_sound: {
      '-1': 'As the app sets it',
      '0': 'None',
      '1': 'The first that the app suggests',
      custom: 'Search for one',
    },
    add_product_link: { '0': 'No', '1': 'Yes' },
    placement: { reel: 'Reel', story: 'Story' },
    target_app: { tiktok: 'TikTok', instagram: 'Instagram' },
  },
} as const;
