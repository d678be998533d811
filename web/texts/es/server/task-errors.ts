import type { AllServerWords } from '../../../lib/server-words.ts';

const MAY_HAVE_CHANGED = 'Mire la captura del intento; puede que la aplicación haya cambiado.';

export const taskErrors: AllServerWords['task'] = {
  DEVICE_LOST: {
    sentence: 'El teléfono desapareció de ADB durante el intento.',
    remedy: 'Revise el cable, el concentrador USB y el teléfono; el intento se repite cuando vuelva.',
  },
  DEVICE_TIMEOUT: {
    sentence: 'El teléfono no respondió a tiempo.',
    remedy: 'Revise el cable y si el teléfono está sobrecargado.',
  },
  DEVICE_UNAUTHORIZED: {
    sentence: 'El teléfono no ha autorizado a este ordenador.',
    remedy: 'Acepte «¿Permitir depuración por USB?» en el teléfono.',
  },
  DEVICE_LOCKED: {
    sentence: 'El teléfono está bloqueado con un PIN, un patrón o una contraseña.',
    remedy: 'Desbloquee el teléfono y quítele el bloqueo seguro.',
  },
  DEVICE_STORAGE_FULL: {
    sentence: 'Queda muy poco espacio en el teléfono.',
    remedy: 'Libere espacio en el teléfono.',
  },
  DEVICE_COMMAND_FAILED: {
    sentence: 'Falló una orden en el teléfono.',
    remedy: 'El mensaje dice qué orden fue y qué respondió.',
  },
  PUSH_FAILED: {
    sentence: 'El archivo no se pudo copiar entero al teléfono.',
    remedy: 'Revise el cable y el espacio libre del teléfono.',
  },
  MEDIA_NOT_INDEXED: {
    sentence: 'El teléfono no incluyó el archivo copiado entre sus fotos y vídeos.',
    remedy: 'Si se repite, reinicie el teléfono.',
  },
  MATERIAL_MISSING: {
    sentence: 'La copia guardada del archivo ya no está, o está dañada.',
    remedy: 'Cree la tarea otra vez con el archivo original.',
  },
  MATERIAL_DELETED: {
    sentence: 'Un archivo de la tarea se borró de la biblioteca a la fuerza.',
    remedy: 'Envíe el archivo otra vez y cree de nuevo la tarea.',
  },
  APP_NOT_INSTALLED: {
    sentence: 'La aplicación no está instalada en el teléfono.',
    remedy: 'Instálela e inicie en ella la sesión de la cuenta.',
  },
  APP_LANGUAGE_UNSUPPORTED: {
    sentence: 'El teléfono está en un idioma que los flujos no conocen.',
    remedy: 'Ponga el teléfono en uno de los idiomas que nombra el mensaje.',
  },
  APP_VERSION_UNSUPPORTED: {
    sentence: 'Los flujos no conocen esta versión de la aplicación.',
    remedy: 'Instale una de las versiones que nombra el mensaje, o añada flujos para esta: docs/flows.md dice cómo.',
  },
  APP_CRASHED: {
    sentence: 'La aplicación se cerró durante el intento.',
    remedy: 'Si se repite, actualice la aplicación.',
  },
  APP_BLOCKED: {
    sentence: 'La aplicación pide algo que solo puede hacer su dueño: una verificación, una suspensión, una sesión.',
    remedy: 'Abra la aplicación en el teléfono y mire qué pide.',
  },
  UIA2_UNAVAILABLE: {
    sentence: 'El servidor UiAutomator2 del teléfono no responde.',
    remedy:
      'Cierre otras herramientas de automatización en el teléfono y excluya el servidor de UiAutomator2 del ahorro de batería.',
  },
  UIA2_INSTALL_FAILED: {
    sentence: 'El servidor UiAutomator2 no se pudo instalar.',
    remedy: 'Permita en el teléfono la instalación por USB; el mensaje dice qué respondió.',
  },
  ELEMENT_NOT_FOUND: {
    sentence: 'La aplicación no mostró lo que el flujo esperaba.',
    remedy: 'Mire la captura y el árbol de la pantalla del intento; puede que la aplicación haya cambiado.',
  },
  UNKNOWN_DIALOG: {
    sentence: 'Un diálogo que los flujos no conocen tapa la aplicación.',
    remedy: 'Mire la captura y cierre el diálogo en el teléfono.',
  },
  FLOW_INVALID: {
    sentence: 'Un archivo de flujo no es válido.',
    remedy: 'Corrija el archivo en la línea que nombra el mensaje; «flow check» dice cuándo son todos válidos.',
  },
  MEDIA_NOT_PICKED: {
    sentence: 'Los archivos de la tarea no se pudieron elegir en la galería de la aplicación.',
    remedy: 'No toque el teléfono mientras publica; mire la captura del intento.',
  },
  SOUND_NOT_FOUND: {
    sentence: 'La aplicación no encontró ningún sonido con ese nombre, o no permite usarlo.',
    remedy:
      'Búsquelo en la aplicación, en el teléfono y con esa cuenta; cree otra vez la tarea con un sonido que aparezca, o con más tiempo de espera.',
  },
  PRODUCT_NOT_FOUND: {
    sentence: 'La aplicación no ofreció ningún producto que enlazar.',
    remedy: 'Ponga un producto en el escaparate de la cuenta, o no pida el enlace.',
  },
  SLIDER_NOT_SET: {
    sentence: 'Un control deslizante de la aplicación no tomó su valor.',
    remedy: MAY_HAVE_CHANGED,
  },
  ACCOUNT_NOT_SIGNED_IN: {
    sentence: 'La cuenta no tiene la sesión iniciada en el teléfono.',
    remedy: 'Inicie la sesión en la aplicación y vuelva a leer las cuentas del teléfono.',
  },
  ACCOUNT_MISMATCH: {
    sentence: 'La cuenta activa no es aquella para la que es la tarea.',
    remedy: 'Mire la captura del intento.',
  },
  CAPTION_MISMATCH: {
    sentence: 'La aplicación no aceptó el texto tal como es.',
    remedy: 'Acorte o simplifique el texto.',
  },
  UPLOAD_FAILED: {
    sentence: 'La aplicación dijo que la subida había fallado.',
    remedy: 'Compruebe la red del teléfono.',
  },
  OUTCOME_UNKNOWN: {
    sentence: 'No se sabe si la publicación ha salido.',
    remedy: 'Mire el perfil de la cuenta; después reintente de todos modos o déjelo estar.',
  },
  STOPPED: {
    sentence: 'La tarea se paró porque alguien lo pidió.',
    remedy: 'Reintente la tarea para ejecutarla otra vez.',
    isAll: true,
  },
  SKIPPED: {
    sentence: 'La tarea llegaba tarde, y alguien decidió omitirla.',
    remedy: 'Reintente la tarea para publicarla a pesar de todo.',
    isAll: true,
  },
  LEASE_LOST: {
    sentence:
      'Otro servidor terminó o tomó el intento mientras este estaba suspendido o sin conexión con la base de datos.',
    remedy: 'Nada: quien lo tomó resuelve la tarea. Si se repite, impida que la máquina se suspenda.',
    isAll: true,
  },
  SERVER_STOPPED: {
    sentence: 'El servidor terminó durante el intento.',
    remedy: 'Nada: la tarea se resuelve en el próximo arranque.',
  },
  SCRIPT_INVALID: {
    sentence: 'La carpeta de un script propio no es válida.',
    remedy: 'Corrija el archivo en la línea que nombra el mensaje; se vuelve a leer enseguida.',
  },
  SCRIPT_GONE: {
    sentence: 'El script propio de la tarea ya no está.',
    remedy: 'Devuelva su carpeta a scripts/ del directorio de datos y reintente la tarea.',
  },
  SCRIPT_CHANGED: {
    sentence: 'El script propio ha cambiado desde que se creó la tarea, y los parámetros de la tarea ya no le valen.',
    remedy: 'Cree la tarea otra vez con parámetros que valgan.',
  },
  SCRIPT_TIMEOUT: {
    sentence: 'El script propio tardó más de lo que tiene permitido.',
    remedy: 'Mire la captura del intento; si le hace falta, dé más tiempo al script.',
  },
  SCRIPT_FAILED: {
    sentence: 'El intento falló de una forma que nadie había previsto.',
    remedy: 'Comuníquelo con el registro de la tarea.',
  },
};
