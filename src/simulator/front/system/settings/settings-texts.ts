import type { Language } from '../../../ports.ts';

/** The rows of the first page, in the order of a Pixel: icon, title, summary. */
type Row = readonly [icon: string, title: string, summary: string];

interface SettingsTexts {
  readonly settings: string;
  readonly search: string;
  readonly navigateUp: string;
  readonly rows: readonly Row[];
  readonly aboutPhone: string;
  readonly deviceName: string;
  readonly phoneNumber: string;
  readonly unknown: string;
  readonly legal: string;
  readonly regulatory: string;
  readonly model: string;
  readonly imei: string;
  readonly androidVersion: string;
  readonly securityUpdate: string;
  readonly playUpdate: string;
  readonly baseband: string;
  readonly kernel: string;
  readonly buildNumber: string;
  readonly ipAddress: string;
  readonly upTime: string;
}

const en: SettingsTexts = {
  settings: 'Settings',
  search: 'Search settings',
  navigateUp: 'Navigate up',
  rows: [
    ['globe', 'Network & internet', 'Mobile, Wi‑Fi, hotspot'],
    ['link', 'Connected devices', 'Bluetooth, pairing'],
    ['grid', 'Apps', 'Recent apps, default apps'],
    ['heart', 'Notifications', 'Notification history, conversations'],
    ['star', 'Battery', '100% - Charging'],
    ['draft', 'Storage', '31% used - 88.32 GB free'],
    ['volume', 'Sound & vibration', 'Volume, haptics, Do Not Disturb'],
    ['eye', 'Display', 'Dark theme, font size, brightness'],
    ['photos', 'Wallpaper & style', 'Colours, themed icons, app grid'],
    ['person', 'Accessibility', 'Display, interaction, audio'],
    ['gear', 'Security', 'Screen lock, Find My Device, app security'],
    ['eye', 'Privacy', 'Permissions, account activity, personal data'],
    ['pin', 'Location', 'On - 4 apps have access to location'],
    ['star', 'Safety & emergency', 'Emergency SOS, medical info, alerts'],
    ['person', 'Passwords & accounts', 'Saved passwords, autofill, synced accounts'],
    ['circle', 'Digital Wellbeing & parental controls', 'Screen time, app timers, bedtime schedules'],
    ['circles', 'Google', 'Services & preferences'],
    ['gear', 'System', 'Languages, gestures, time, backup'],
  ],
  aboutPhone: 'About phone',
  deviceName: 'Device name',
  phoneNumber: 'Phone number',
  unknown: 'Unknown',
  legal: 'Legal information',
  regulatory: 'Regulatory labels',
  model: 'Model',
  imei: 'IMEI',
  androidVersion: 'Android version',
  securityUpdate: 'Android security update',
  playUpdate: 'Google Play system update',
  baseband: 'Baseband version',
  kernel: 'Kernel version',
  buildNumber: 'Build number',
  ipAddress: 'IP address',
  upTime: 'Up time',
};

const es: SettingsTexts = {
  settings: 'Ajustes',
  search: 'Buscar en ajustes',
  navigateUp: 'Desplazarse hacia arriba',
  rows: [
    ['globe', 'Redes e Internet', 'Móvil, Wi‑Fi, compartir Internet'],
    ['link', 'Dispositivos conectados', 'Bluetooth, vincular'],
    ['grid', 'Aplicaciones', 'Aplicaciones recientes, aplicaciones predeterminadas'],
    ['heart', 'Notificaciones', 'Historial de notificaciones, conversaciones'],
    ['star', 'Batería', '100 % - Cargando'],
    ['draft', 'Almacenamiento', '31 % usado - 88,32 GB libres'],
    ['volume', 'Sonido y vibración', 'Volumen, vibración, No molestar'],
    ['eye', 'Pantalla', 'Tema oscuro, tamaño de fuente, brillo'],
    ['photos', 'Fondo de pantalla y estilo', 'Colores, iconos temáticos, cuadrícula de aplicaciones'],
    ['person', 'Accesibilidad', 'Pantalla, interacción, audio'],
    ['gear', 'Seguridad', 'Bloqueo de pantalla, Encontrar mi dispositivo'],
    ['eye', 'Privacidad', 'Permisos, actividad de la cuenta, datos personales'],
    ['pin', 'Ubicación', 'Activada - 4 aplicaciones tienen acceso a la ubicación'],
    ['star', 'Seguridad y emergencias', 'Emergencia SOS, información médica, alertas'],
    ['person', 'Contraseñas y cuentas', 'Contraseñas guardadas, autocompletar, cuentas sincronizadas'],
    ['circle', 'Bienestar digital y controles parentales', 'Tiempo de pantalla, temporizadores, descanso'],
    ['circles', 'Google', 'Servicios y preferencias'],
    ['gear', 'Sistema', 'Idiomas, gestos, hora, copia de seguridad'],
  ],
  aboutPhone: 'Información del teléfono',
  deviceName: 'Nombre del dispositivo',
  phoneNumber: 'Número de teléfono',
  unknown: 'Desconocido',
  legal: 'Información legal',
  regulatory: 'Etiquetas reglamentarias',
  model: 'Modelo',
  imei: 'IMEI',
  androidVersion: 'Versión de Android',
  securityUpdate: 'Actualización de seguridad de Android',
  playUpdate: 'Actualización del sistema de Google Play',
  baseband: 'Versión de banda base',
  kernel: 'Versión de kernel',
  buildNumber: 'Número de compilación',
  ipAddress: 'Dirección IP',
  upTime: 'Tiempo activo',
};

export const SETTINGS_TEXTS: Record<Language, SettingsTexts> = { en, es };
