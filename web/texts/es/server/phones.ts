import type { AllServerWords } from '../../../lib/server-words.ts';

export const holds: AllServerWords['holds'] = {
  disk: 'Queda muy poco sitio en el disco del servidor.',
  quarantine: 'Está en cuarentena.',
  repair: 'Se está intentando que vuelva a funcionar.',
  silent: 'Está conectado, pero no responde.',
  control: 'Alguien lo tiene en mano; las tareas esperan hasta que lo devuelva.',
  retired: 'Está fuera de uso.',
  heat: 'Está demasiado caliente; las tareas esperan a que se enfríe.',
  battery: 'Tiene muy poca batería; las tareas esperan a que se cargue.',
};

export const events: AllServerWords['events'] = {
  came: { sentence: 'Se ha conectado.', isAll: true },
  went: { sentence: 'Se ha desconectado.' },
  silent: { sentence: 'ADB lo ve, pero no responde.', isAll: true },
  answered: { sentence: 'Vuelve a responder.', isAll: true },
  failing: { sentence: 'Varias tareas seguidas han fallado en él.' },
  repair: { sentence: 'Se ha intentado que vuelva a funcionar.' },
  quarantined: { sentence: 'Ha entrado en cuarentena.' },
  released: { sentence: 'Ha salido de la cuarentena.' },
  'self-test': { sentence: 'Se ha hecho la autocomprobación.' },
  control: { sentence: 'Alguien lo ha tomado en mano o lo ha devuelto.' },
  retired: { sentence: 'Ha quedado fuera de uso.' },
  restored: { sentence: 'Ha vuelto al uso.', isAll: true },
  replaced: { sentence: 'Ocupa el lugar de otro teléfono.' },
  incident: { sentence: 'Cayó a la vez que otros teléfonos.' },
  heat: { sentence: 'Su temperatura ha pasado un límite.' },
  battery: { sentence: 'Su batería ha pasado un límite.' },
};

const NOT_ASKED = 'no se ha podido mirar.';

export const preflight: AllServerWords['preflight'] = {
  phone: {
    fail: 'El teléfono no está, o no responde.',
    warn: 'El teléfono puede dar problemas.',
    skipped: `El teléfono: ${NOT_ASKED}`,
  },
  battery: {
    fail: 'La batería está casi vacía y no se carga.',
    warn: 'La batería tiene poca carga.',
    skipped: `La batería: ${NOT_ASKED}`,
  },
  temperature: {
    fail: 'El teléfono está demasiado caliente.',
    warn: 'El teléfono está caliente.',
    skipped: `La temperatura: ${NOT_ASKED}`,
  },
  storage: {
    fail: 'No hay sitio en el teléfono para los archivos.',
    warn: 'Queda poco sitio en el teléfono.',
    skipped: `El espacio libre: ${NOT_ASKED}`,
  },
  app: {
    fail: 'La aplicación no está instalada, o los flujos no sirven para ella.',
    warn: 'Los flujos pueden no servir para esta aplicación.',
    skipped: `La aplicación: ${NOT_ASKED}`,
  },
  language: {
    fail: 'Los flujos no conocen el idioma del teléfono.',
    warn: 'Los flujos pueden no conocer el idioma del teléfono.',
    skipped: `El idioma: ${NOT_ASKED}`,
  },
  account: {
    fail: 'La cuenta no puede publicar en este teléfono: no tiene la sesión iniciada, o la aplicación no deja verlo.',
    warn: 'No se ha podido ver quién tiene la sesión iniciada.',
    skipped: `La cuenta: ${NOT_ASKED}`,
  },
};

export const selfTest: AllServerWords['selfTest'] = {
  answer: { ok: { sentence: 'Responde.' }, bad: 'No responde.' },
  android: { ok: { sentence: 'Android dice qué teléfono es.' }, bad: 'Android no dice qué teléfono es.' },
  storage: { ok: { sentence: 'Hay espacio libre.' }, bad: 'Falta espacio libre.' },
  screen: {
    ok: { sentence: 'La pantalla está encendida y sin bloqueo.', isAll: true },
    bad: 'La pantalla está bloqueada o no se enciende.',
  },
  app: { ok: { sentence: 'No falta ninguna aplicación.' }, bad: 'Falta una aplicación.' },
  uiautomator2: {
    ok: { sentence: 'UiAutomator2 ve la pantalla.', isAll: true },
    bad: 'UiAutomator2 no ve la pantalla.',
  },
};
