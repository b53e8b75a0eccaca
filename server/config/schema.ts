import { z } from 'zod';
import { hostName, networks, publicAddress, token, whole } from './rules.ts';
import { setting } from './setting.ts';

const MiB = 2 ** 20;

/** Every setting of the service. docs/reference/configuration.md lists the same; a test compares the two. */
export const serviceConfig = z.strictObject({
  host: setting(z.string().min(1, 'must be an address or host name of this machine').default('127.0.0.1'), {
    about: 'Address to listen on. Anything but loopback belongs behind a proxy that does TLS.',
  }),
  port: setting(whole(0, 65_535).default(8080), { about: 'Port to listen on; 0 takes a free one.' }),
  dataDir: setting(z.string().min(1, 'must name a folder').default('scriptwarden-data'), {
    about: 'Data folder: the embedded database, captures on their way into it, and the generated key.',
  }),
  databaseUrl: setting(
    z
      .string()
      .regex(/^postgres(?:ql)?:\/\//, 'must begin with postgres://')
      .nullable()
      .default(null),
    {
      about: 'PostgreSQL instead of the embedded database: `postgres://user:password@host:5432/name`.',
      env: 'DATABASE_URL',
      secret: true,
      unset: 'the embedded database',
    },
  ),
  databaseConnections: setting(whole(1, 1000).default(10), { about: 'Connections to PostgreSQL at most.' }),
  publicUrl: setting(publicAddress.nullable().default(null), {
    about:
      'Where people reach the service, for links in alerts and for cookies: `https://warden.example.org`.',
    unset: '`http://` and the address listened on',
  }),
  allowedHosts: setting(z.array(hostName).default([]), {
    about:
      'Names that requests may be addressed to, besides the one in `publicUrl` and loopback. Keeps out DNS rebinding.',
  }),
  trustedProxies: setting(networks.default([]), {
    about:
      'Proxies whose `X-Forwarded-*` headers are believed. Without it the proxy counts as the one client.',
  }),
  allowNetworks: setting(networks.default([]), {
    about:
      'Private networks that crawls, uploads by URL and webhooks of this service may reach. Public addresses always.',
  }),
  bootstrapToken: setting(token(8).nullable().default(null), {
    about: "Unattended first start: becomes an administrator's API token, if there is no administrator yet.",
    secret: true,
    unset: 'a set-up link is printed',
  }),
  secretKey: setting(
    z
      .string()
      .min(32, 'must be at least 32 characters, such as `openssl rand -base64 32` prints')
      .nullable()
      .default(null),
    {
      about:
        'Key that stored secrets are encrypted with. Required with PostgreSQL. Losing it loses those secrets.',
      secret: true,
      unset: 'generated into the data folder',
    },
  ),
  worker: setting(z.boolean().default(true), {
    about: 'Whether this process also crawls. Off where `scriptwarden worker` processes do it (PostgreSQL).',
  }),
  crawls: z
    .strictObject({
      concurrency: setting(whole(1, 64).default(2), { about: 'Crawls at a time; each runs a browser.' }),
    })
    .prefault({}),
  analysis: z
    .strictObject({
      threads: setting(whole(1, 256).nullable().default(null), {
        about: 'Analysis threads.',
        unset: 'one per processor, four at most',
      }),
      model: setting(z.string().min(1, 'must name a file').nullable().default(null), {
        about: 'Detector model to use instead of the bundled one.',
        unset: 'the bundled one',
      }),
    })
    .prefault({}),
  log: z
    .strictObject({
      level: setting(z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace']).default('info'), {
        about: 'Mildest level that is logged.',
      }),
      format: setting(z.enum(['auto', 'json', 'text']).default('auto'), {
        about: 'One line of JSON each, or text for people. `auto`: text on a terminal, else JSON.',
      }),
    })
    .prefault({}),
  metrics: z
    .strictObject({
      token: setting(token(16).nullable().default(null), {
        about: 'Bearer token that may read `/metrics`, besides administrators.',
        secret: true,
        unset: 'administrators only',
      }),
      port: setting(whole(0, 65_535).nullable().default(null), {
        about: 'A second port that serves `/metrics` and the health checks only, without a token.',
        unset: 'none',
      }),
      host: setting(z.string().min(1, 'must be an address of this machine').default('127.0.0.1'), {
        about: 'Address of that second port.',
      }),
    })
    .prefault({}),
  smtp: z
    .strictObject({
      host: setting(z.string().min(1, 'must be a host name').nullable().default(null), {
        about: 'Mail server for alerts by email. It is reached wherever it is: the operator named it.',
        unset: 'no email from the settings',
      }),
      port: setting(whole(1, 65_535).default(587), { about: 'Its port.' }),
      security: setting(z.enum(['starttls', 'tls', 'none']).default('starttls'), {
        about:
          'TLS after `STARTTLS` (required), from the first byte, or none (only for a relay on this machine).',
      }),
      user: setting(z.string().min(1).nullable().default(null), {
        about: 'Name to log in with.',
        unset: 'no login',
      }),
      password: setting(z.string().min(1).nullable().default(null), {
        about: 'Password to log in with.',
        secret: true,
        unset: 'no login',
      }),
      from: setting(
        z
          .string()
          .regex(/^[^\r\n]+@[^\r\n]+$/, 'must be an email address')
          .nullable()
          .default(null),
        {
          about: 'Sender of alerts: `Scriptwarden <warden@example.org>`.',
          unset: '`scriptwarden@` and the host of `publicUrl`',
        },
      ),
    })
    .prefault({}),
  limits: z
    .strictObject({
      jsonBytes: setting(whole(1024, 64 * MiB).default(MiB), { about: 'Bytes of a JSON body.' }),
      uploadBytes: setting(whole(1024, 4096 * MiB).default(64 * MiB), {
        about: 'Bytes of one upload, all files together.',
      }),
      uploadFiles: setting(whole(1, 100_000).default(1000), {
        about: 'Files of one upload, those in a ZIP included.',
      }),
      unpackedBytes: setting(whole(1024, 16_384 * MiB).default(256 * MiB), {
        about: 'Bytes that a ZIP may unpack to.',
      }),
      reportBytes: setting(whole(1024, 16 * MiB).default(64 * 1024), {
        about: "Bytes of one post of visitors' reports.",
      }),
      headerBytes: setting(whole(1024, 256 * 1024).default(16 * 1024), {
        about: 'Bytes of the headers of a request.',
      }),
      connections: setting(whole(1, 1_000_000).default(2000), {
        about: 'Connections at a time; more are closed at once.',
      }),
      headerSeconds: setting(whole(1, 3600).default(15), {
        about: 'Seconds in which the headers of a request must be there.',
      }),
      requestSeconds: setting(whole(1, 86_400).default(300), {
        about: 'Seconds in which the whole request must be there.',
      }),
      idleSeconds: setting(whole(1, 3600).default(60), {
        about: 'Seconds that a connection may rest between two requests.',
      }),
      eventStreams: setting(whole(1, 100_000).default(200), {
        about: 'Streams of server-sent events at a time.',
      }),
      loginsPerMinute: setting(whole(1, 10_000).default(10), {
        about: 'Attempts to log in, for each client.',
      }),
      requestsPerMinute: setting(whole(1, 10_000_000).default(30_000), {
        about: 'API requests, for each user or client.',
      }),
      reportsPerMinute: setting(whole(1, 10_000_000).default(300), {
        about: "Reports of visitors' browsers, for each client.",
      }),
    })
    .prefault({}),
  retention: z
    .strictObject({
      scanDays: setting(whole(1, 36_500).default(90), { about: 'Days that uploaded scans are kept.' }),
      deliveryDays: setting(whole(1, 36_500).default(400), {
        about: 'Days that deliveries of alerts are kept.',
      }),
      auditDays: setting(whole(366, 36_500).default(400), {
        about: 'Days that the audit log is kept; a year at least.',
      }),
      reportDays: setting(whole(1, 36_500).default(90), {
        about: "Days that visitors' reports are kept after they were last seen.",
      }),
    })
    .prefault({}),
  shutdownSeconds: setting(whole(0, 3600).default(20), {
    about: 'Seconds that requests under way have to end after a signal to stop.',
  }),
});

/** All settings of the service, checked and complete. */
export type ServiceConfig = z.output<typeof serviceConfig>;
