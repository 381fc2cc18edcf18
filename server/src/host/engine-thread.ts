/** The analysing thread of the language server: its ports, made while the client's first request is on its way. */

import type { MessagePort } from 'node:worker_threads';
import type { EngineHost, Project } from '../ports/editor.ts';
import type { Ports } from '../ports/ports.ts';
import { helpUrl } from './help-pages.ts';
import { keepInTemp } from './node-editor.ts';

interface EnginePort {
  post(message: unknown): void;
  listen(take: (message: unknown) => void): void;
}

export interface EngineParts {
  readonly serveEngine: (port: EnginePort, flags: Int32Array, host: Promise<EngineHost>) => void;
  readonly editorProject: (ports: Ports) => Promise<Project>;
}

export const runEngine = (port: MessagePort, flags: Int32Array, ports: Ports, parts: EngineParts): void => {
  const host = Promise.all([ports.createParser(), parts.editorProject(ports)]).then(
    ([parser, project]): EngineHost => ({
      version: ports.version,
      parser,
      project,
      clock: ports.clock,
      log: ports.log,
      soon: (work) => void setImmediate(work),
      later: (milliseconds, work) => void setTimeout(work, milliseconds).unref(),
      keep: keepInTemp,
      helpUrl,
    }),
  );
  parts.serveEngine(
    { post: (message) => port.postMessage(message), listen: (take) => void port.on('message', take) },
    flags,
    host,
  );
};
