import { countText } from '../../../shared/count-text'
import type { Command } from 'commander'
import type { Device, DeviceList } from '../../../shared/device'
import { jsonOption } from '../options'
import { printResult, runJob, type CliSession } from '../session'
import { formatTable } from '../text'

/** `sweetspot devices`: where this machine can compute, and what `--device auto` takes. */
export function addDevicesCommand(program: Command, session: CliSession): void {
  program
    .command('devices')
    .description('list where this machine can compute, how fast, and what `--device auto` takes')
    .option('--refresh', 'test and measure again instead of showing the remembered measurement', false)
    .addOption(jsonOption())
    .addHelpText('after', '\nExamples:\n  sweetspot devices\n  sweetspot devices --refresh --json')
    .action(async ({ refresh }: { refresh: boolean }) => {
      printResult(session, await runJob(session, { kind: 'devices', refresh }), describeDevices)
    })
}

/** The device table and the automatic choice. */
export function describeDevices(list: DeviceList): string {
  const table = formatTable(
    ['device', 'processor', 'memory', 'status', 'speed'],
    list.devices.map((device) => [
      device.id,
      device.threads === null ? device.name : `${device.name}, ${countText(device.threads, 'thread')}`,
      device.memoryMiB === null ? '-' : `${(device.memoryMiB / 1024).toFixed(1)} GiB`,
      device.status,
      device.imagesPerSecond === null ? '-' : `${device.imagesPerSecond.toFixed(1)} images/s`,
    ]),
  )
  const reasons = list.devices.filter(hasReason).map((device) => `${device.id}: ${device.reason}`)
  const automatic = `auto takes ${list.automatic} (measured ${list.measuredAt}: training step of the reference network).`
  return [table, '', ...reasons, automatic].join('\n')
}

function hasReason(device: Device): boolean {
  return device.reason !== null
}
