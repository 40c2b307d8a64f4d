import type { Socket } from 'node:net'
import { hostname } from 'node:os'
import { describe, expect, test } from 'vitest'
import { checkHost, checkSender } from '../../../../src/main/station/http/request-guard'

function request(localAddress: string, headers: Record<string, string>, method = 'GET') {
  return { method, headers, socket: { localAddress, localPort: 7646 } as Socket }
}

describe('the host that a request is for', () => {
  test.each([
    ['127.0.0.1', '127.0.0.1:7646'],
    ['127.0.0.1', 'localhost:7646'],
    ['127.0.0.1', 'LOCALHOST:7646'],
    ['192.168.1.10', '192.168.1.10:7646'],
    ['192.168.1.10', `${hostname()}.local:7646`],
  ])('at %s may be %s', (address, host) => {
    expect(() => checkHost(request(address, { host }))).not.toThrow()
  })

  test.each([
    ['127.0.0.1', 'rebound.example:7646'],
    ['127.0.0.1', '127.0.0.1:7647'],
    ['127.0.0.1', '127.0.0.1'],
    ['127.0.0.1', 'localhost.rebound.example:7646'],
    ['127.0.0.1', '192.168.1.10:7646'],
    ['192.168.1.10', 'localhost:7646'],
    ['192.168.1.10', '192.168.1.11:7646'],
    ['127.0.0.1', ''],
  ])('at %s may not be %s', (address, host) => {
    expect(() => checkHost(request(address, { host }))).toThrow(/not at/)
  })
})

describe('the page that sends a request', () => {
  const host = '127.0.0.1:7646'
  const own = 'http://127.0.0.1:7646'

  test.each([
    ['POST', { origin: own }],
    ['POST', { origin: own, 'sec-fetch-site': 'same-origin' }],
    ['GET', {}],
    ['GET', { 'sec-fetch-site': 'same-origin' }],
  ])('may be ours: %s %j', (method, headers) => {
    expect(() => checkSender(request('127.0.0.1', { host, ...headers }, method))).not.toThrow()
  })

  test.each([
    ['POST', {}],
    ['POST', { origin: 'null' }],
    ['POST', { origin: 'http://127.0.0.1:7647' }],
    ['POST', { origin: 'https://127.0.0.1:7646' }],
    ['POST', { origin: own, 'sec-fetch-site': 'same-site' }],
    ['GET', { origin: 'https://evil.example' }],
    ['GET', { 'sec-fetch-site': 'cross-site' }],
    ['GET', { 'sec-fetch-site': 'none' }],
  ])('may not be another: %s %j', (method, headers) => {
    expect(() => checkSender(request('127.0.0.1', { host, ...headers }, method))).toThrow(/own pages/)
  })
})
