import type { Translated, Words } from '../../lib/texts.ts';

export const scripts: Translated<Words['scripts']> = {
  about: 'Lo que puede ejecutar una tarea: post y los scripts propios del directorio de datos.',
  custom: 'Propio',
  builtIn: 'Incluido',
  publishes: 'Publica',
  harmless: 'No publica nada',
  broken: 'No se puede ejecutar',
  run: 'Crear una tarea',
  runFor: 'Crear una tarea de {{title}}',
  list: 'Scripts',
  app: 'Maneja {{app}}',
  newPost: 'Nueva publicación tiene un formulario más cómodo para este.',
  toNewPost: 'Ir a Nueva publicación',
  none: {
    title: 'Aún no hay scripts propios',
    about:
      'Una carpeta de archivos de texto en scripts/ del directorio de datos se convierte en un script; docs/scripts/custom.md dice cómo.',
  },
  form: {
    title: 'Una tarea de {{title}}',
    phones: 'Teléfonos',
    phonesAbout: 'Una tarea para cada uno.',
    when: 'Cuándo',
    now: 'En cuanto el teléfono esté libre',
    at: 'A una hora',
    zone: 'En la zona horaria {{zone}}',
    parameters: 'Parámetros',
    noParameters: 'No lleva ninguno.',
    lines: 'Uno por línea.',
    json: 'Como JSON.',
    notJson: 'Esto no es JSON.',
    usual: 'Habitual: {{value}}',
    unset: 'Lo habitual',
    submit: 'Crear las tareas',
    made_one: 'Se ha creado {{count}} tarea:',
    made_other: 'Se han creado {{count}} tareas:',
    task: 'Tarea {{id}}',
  },
  post: 'Hace una publicación: un vídeo, imágenes, un reel o una historia, en TikTok o Instagram.',
  fields: {
    content_type: { label: 'Tipo de archivos', about: 'Un vídeo o imágenes.' },
    captions: {
      label: 'Texto',
      about:
        'Con hashtags y emoji, como en la aplicación. {uno|dos} sortea uno para cada publicación; en TikTok, Título##Descripción lleva título.',
    },
    material_list: {
      label: 'Archivos',
      about:
        'Rutas en el servidor, o material://SHA-256 para un archivo de la biblioteca. Un vídeo para cada publicación, o las imágenes de una en su orden.',
    },
    upload_wait_time: {
      label: 'Segundos para la subida',
      about: 'Cuánto puede tardar la aplicación en decir que la subida está completa.',
    },
    image_count: { label: 'Imágenes en cada publicación', about: 'Cuando salen de la biblioteca o de una carpeta.' },
    post_way: {
      label: 'Empezar la publicación',
      about: 'Con «Compartir» de Android, con el botón + de la aplicación o en la página de un sonido.',
    },
    material_source: {
      label: 'De dónde salen los archivos',
      about: 'Cuando no se nombra ninguno: los menos usados de la biblioteca, o una carpeta del servidor.',
    },
    material_path: {
      label: 'Carpeta',
      about: 'En el servidor; dentro de ella va primero la que lleva el nombre de la cuenta.',
    },
    materials_tags: {
      label: 'Etiquetas que deben tener',
      about: 'Separadas por comas; un archivo de la biblioteca debe tenerlas todas.',
    },
    sound_wait_time: { label: 'Segundos para un sonido', about: 'Cuánto puede tardar en cargarse un sonido.' },
    add_sound: {
      label: 'Sonido',
      about: 'Como lo pone la aplicación, ninguno, el primero que sugiere o uno que se busca.',
    },
    sound_name: {
      label: 'Sonido con el que empezar',
      about: 'Cuando la publicación empieza en la página de un sonido: su nombre o, en TikTok, su dirección.',
    },
    custom_sound_keyword: {
      label: 'Sonido que buscar',
      about: 'El primero que la aplicación encuentre con estas palabras.',
    },
    origin_sound_volume: { label: 'Volumen del vídeo, por ciento', about: 'Las imágenes no tienen sonido propio.' },
    add_sound_volume: {
      label: 'Volumen del sonido añadido, por ciento',
      about: 'Se ajusta cuando se añade un sonido.',
    },
    add_product_link: {
      label: 'Enlazar un producto',
      about: 'El primero del escaparate de la cuenta; solo en TikTok.',
    },
    placement: { label: 'Lugar', about: 'En Instagram: un reel o una historia, que no muestra texto.' },
    rehearsal: { label: 'Ensayo', about: 'Todo menos el toque que publica; no queda nada.' },
    reuse_materials: { label: 'Volver a usar archivos', about: 'También los que la cuenta ya recibió.' },
    target_app: { label: 'Aplicación', about: 'Si no se elige ninguna, la de la cuenta, o TikTok.' },
  },
  options: {
    content_type: { '0': 'Vídeo', '1': 'Imágenes' },
    post_way: {
      share: 'Con «Compartir» de Android',
      addButton: 'Con el botón + de la aplicación',
      useSound: 'Desde la página de un sonido',
    },
    material_source: { materialLibrary: 'La biblioteca', localFolder: 'Una carpeta del servidor' },
    add_sound: {
      '-1': 'Como lo pone la aplicación',
      '0': 'Ninguno',
      '1': 'El primero que sugiere la aplicación',
      custom: 'Buscar uno',
    },
    add_product_link: { '0': 'No', '1': 'Sí' },
    placement: { reel: 'Reel', story: 'Historia' },
    target_app: { tiktok: 'TikTok', instagram: 'Instagram' },
  },
};
