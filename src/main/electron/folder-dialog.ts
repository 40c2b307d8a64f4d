import { dialog } from 'electron'

/** Asks for a folder with the system's dialog; null where it was cancelled. */
export async function pickFolder(purpose: 'open' | 'create'): Promise<string | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog({
    title: purpose === 'open' ? 'Open a study' : 'Where the new study goes',
    buttonLabel: purpose === 'open' ? 'Open' : 'Use this folder',
    properties:
      purpose === 'open' ? ['openDirectory'] : ['openDirectory', 'createDirectory', 'promptToCreate'],
  })
  return canceled ? null : (filePaths[0] ?? null)
}
