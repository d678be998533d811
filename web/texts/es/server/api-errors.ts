import type { AllServerWords } from '../../../lib/server-words.ts';

export const apiErrors: AllServerWords['api'] = {
  40001: {
    sentence: 'Hay un dato que no es válido.',
    remedy: 'Corrija los campos señalados y vuelva a enviarlo.',
  },
  40002: { sentence: 'Falta el nombre del script.', remedy: 'Elija un script.' },
  40003: {
    sentence: 'Ese script no se puede ejecutar desde aquí.',
    remedy: 'Elija uno de los que nombra el mensaje.',
  },
  40101: {
    sentence: 'Falta la clave de API, o no es la correcta.',
    remedy: 'Inicie la sesión con la clave que tiene el servidor.',
  },
  40301: {
    sentence: 'El plan de la licencia no lo permite.',
    remedy: 'Mire la licencia en los ajustes e instale una que lo incluya.',
  },
  40302: {
    sentence: 'El servidor no atiende a páginas de esta dirección.',
    remedy: 'Abra la consola en la propia máquina, o añada el nombre a allowed-hosts.',
  },
  40401: {
    sentence: 'Eso no existe.',
    remedy: 'Puede que se haya borrado; compruebe el número, la serie o el usuario.',
  },
  40501: {
    sentence: 'La dirección existe, pero no se puede usar así.',
    remedy: 'Vuelva a cargar la consola: puede que sea de otra versión que el servidor.',
  },
  40901: {
    sentence: 'Tal como está ahora, no se puede hacer.',
    remedy: 'Mire cómo está y decida otra vez.',
  },
  41301: {
    sentence: 'Lo enviado es demasiado grande: más de 1 MiB, o un archivo de más de 4 GiB.',
    remedy: 'Envíe archivos más pequeños, o deje los grandes en una carpeta del servidor.',
  },
  41501: {
    sentence: 'El servidor no ha entendido el formato de lo enviado.',
    remedy: 'Vuelva a cargar la consola e inténtelo otra vez.',
  },
  42901: { sentence: 'Son demasiadas peticiones seguidas.', remedy: 'Espere un momento e inténtelo otra vez.' },
  50001: {
    sentence: 'Algo ha fallado dentro de Postwright.',
    remedy: 'Busque el identificador de la petición en el registro del servidor y comuníquelo.',
  },
  50301: {
    sentence: 'Postwright se está iniciando o deteniendo, o no alcanza su base de datos.',
    remedy: 'Espere un momento e inténtelo otra vez.',
    isAll: true,
  },
};
