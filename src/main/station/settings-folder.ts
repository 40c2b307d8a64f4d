import envPaths from 'env-paths'

/** Where this user's settings are kept: `SWEETSPOT_SETTINGS`, else the system's folder for them. Absolute. */
export function settingsFolder(): string {
  return process.env['SWEETSPOT_SETTINGS'] ?? envPaths('sweetspot', { suffix: '' }).config
}
