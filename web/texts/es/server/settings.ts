import type { AllServerWords } from '../../../lib/server-words.ts';

const NONE = 'ninguno';

export const settings: AllServerWords['settings'] = {
  port: { about: 'El puerto en el que atiende la API HTTP; con 0 toma uno libre y dice cuál.', form: 'un puerto' },
  host: {
    about: 'La dirección en la que atiende la API HTTP; cualquiera que no sea loopback necesita una api-key.',
    form: 'una dirección',
  },
  'data-dir': {
    about: 'Dónde se guardan la base de datos incluida, los archivos, las evidencias y la licencia.',
    form: 'una ruta',
    usual: 'el directorio de datos del usuario (~/.local/share/postwright en Linux); .postwright para la demostración',
  },
  'database-url': {
    about: 'Un PostgreSQL 14 o posterior que se usa en lugar del incluido.',
    form: 'una URL',
    usual: 'el PostgreSQL incluido',
  },
  adb: { about: 'El servidor ADB al que están conectados los teléfonos.', form: 'host:puerto' },
  'time-zone': {
    about: 'La zona horaria en la que se entiende "start_time": "HH:MM".',
    form: 'un nombre IANA',
    usual: 'la del sistema',
  },
  'material-roots': {
    about:
      'Las carpetas de las que pueden venir los archivos; uno de fuera de ellas se rechaza, una vez resueltos los enlaces simbólicos.',
    form: 'rutas',
    usual: 'la carpeta personal del usuario y examples/ del directorio de trabajo',
  },
  ffmpeg: {
    about: 'El programa ffmpeg que hace las miniaturas de los vídeos; sin él son dibujos.',
    form: 'un programa',
    usual: 'ffmpeg, si está en el PATH',
  },
  'echo-seconds': {
    about: 'Cada cuánto se pide una señal de vida a un teléfono que nadie usa.',
    form: 'segundos',
  },
  'reboot-phones': {
    about: 'Si un teléfono que no vuelve con nada más puede reiniciarse antes de ponerlo en cuarentena.',
    form: 'yes | no',
  },
  'duplicate-hours': {
    about:
      'Durante cuánto tiempo no se dan los mismos archivos a una cuenta otra vez sin allow_duplicate; con 0 nunca se rechazan.',
    form: 'horas',
  },
  'free-disk-mib': {
    about:
      'Lo que se mantiene libre en el disco del directorio de datos: por debajo no empieza ninguna tarea ni se aceptan archivos; con 0 no se mantiene nada.',
    form: 'MiB',
  },
  'overdue-minutes': {
    about:
      'Lo que tocaba hace más tiempo que este, mientras faltaba su teléfono o el servidor, espera una decisión; con 0 nunca se pregunta.',
    form: 'minutos',
  },
  'reconcile-minutes': {
    about:
      'Durante cuánto tiempo se vuelve a mirar en un teléfono una publicación que no se sabe si salió; la que no aparece tras dos tercios de él cuenta como no enviada. Con 0 no se vuelve a mirar.',
    form: 'minutos',
  },
  'keep-days': {
    about: 'Cuánto tiempo se guardan las tareas terminadas y sus evidencias; con 0, para siempre.',
    form: 'días',
  },
  'keep-gib': {
    about: 'Cuánto pueden ocupar las evidencias de las tareas; las más antiguas se van primero. Con 0, sin límite.',
    form: 'GiB',
  },
  'log-level': {
    about: 'La clase de línea menos importante que se anota en el registro.',
    form: 'debug | info | warn | error | silent',
  },
  'api-key': {
    about: 'La clave que debe enviar cada llamada a la API; sin ella solo se atiende a loopback.',
    form: '16 caracteres o más',
    usual: 'ninguna',
  },
  'allowed-hosts': {
    about:
      'Nombres, además de localhost, que puede llevar la cabecera Host, como aquel por el que se llega a un proxy inverso.',
    form: 'nombres de host',
    usual: NONE,
  },
  license: {
    about: 'El token de la licencia; sin él se lee el archivo license.jwt del directorio de datos.',
    form: 'un token',
    usual: NONE,
  },
  'license-issuer': {
    about: 'La clave pública con la que se comprueban las licencias; sin ella el plan es Business, sin límites.',
    form: 'una clave pública',
    usual: 'ninguna',
  },
};
