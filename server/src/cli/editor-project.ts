/** The user's files for the editor: the same settings, imports and notebooks as the command line's. */

import { fileId } from '@athanor/compiler-core/text/span.ts';
import type { LaunchSetting } from '../ports/check-file.ts';
import type { Project } from '../ports/editor.ts';
import type { Files } from '../ports/files.ts';
import type { Ports } from '../ports/ports.ts';
import { type ConfigFinder, configFinder } from './config/discover.ts';
import { readConfig } from './config/read.ts';
import { CONFIG_TABLE } from './config/table.ts';
import { type GatherOptions, toInput } from './inputs/gather.ts';
import { moduleLoader } from './inputs/modules.ts';
import { pythonOfCell } from './inputs/notebook.ts';
import { importsFreeTensor, isKernelSource, isRelevant } from './inputs/relevant.ts';
import { walk } from './inputs/walk.ts';
import { projectOptions, textOf } from './kernel-file.ts';
import { launchesOf } from './kernels/configurations.ts';
import { editorDevice } from './kernels/devices.ts';
import { ancestors, join, parentOf } from './paths.ts';

export const editorProject = async (ports: Pick<Ports, 'files' | 'compilePatterns' | 'loadToml'>): Promise<Project> => {
  const { files, compilePatterns } = ports;
  const parse = await ports.loadToml();
  const find = (): ReturnType<typeof configFinder> =>
    configFinder({ files, compilePatterns, loadToml: async () => parse });
  let config = await find();
  let load = moduleLoader(files, rootsOf(files));
  const options = (): GatherOptions => ({ files, config, binds: new Map() });
  return {
    settings: (path) => {
      const { bind, severity } = config.governing(path).config;
      const bindings = new Map([...bind].map(([name, value]) => [name, { value, source: 'athanor.toml' }]));
      return { bindings, severity };
    },
    refresh: async () => {
      config = await find();
      load = moduleLoader(files, rootsOf(files));
    },
    loadModule: (from, module) => {
      const found = load(from, module);
      return found === null ? null : { file: fileId(files.absolute(found.file)), text: found.text };
    },
    read: (path) => {
      const bytes = files.read(path);
      if (!bytes.ok) return null;
      const input = toInput(path, bytes.value, options());
      return 'message' in input ? null : input;
    },
    candidates: (folders) => {
      const { excluded, included } = config;
      return walk(folders, { files, compilePatterns, excluded, included }).files.map(({ path }) => path);
    },
    relevant: importsFreeTensor,
    kernelSource: (path, text) =>
      isKernelSource(path) && isRelevant(path, text)
        ? {
            path,
            text,
            options: projectOptions(files, path),
            read: (file) => textOf(files, file),
            launches: launchesIn(config, path),
          }
        : null,
    device: (path, wanted) => editorDevice(path, wanted, config),
    pythonOfCell,
    settingsTable: CONFIG_TABLE,
    configProblems: (path, text) => readConfig(fileId(path), text, parse).problems,
  };
};

const launchesIn = (config: ConfigFinder, path: string): readonly LaunchSetting[] => {
  const { config: settings, root } = config.governing(path);
  return launchesOf({ launches: settings.launches, root }, path);
};

/** Imports are looked for beside the file and in the directories above, up to its repository's root. */
const rootsOf = (files: Files): Parameters<typeof moduleLoader>[1] => {
  const known = new Map<string, readonly string[]>();
  return (file) => {
    const directory = parentOf(file);
    let importRoots = known.get(directory);
    if (importRoots === undefined) {
      const up = ancestors(directory);
      const root = up.findIndex((each) => files.status(join(each, '.git')).ok);
      importRoots = root < 0 ? [files.cwd] : up.slice(0, root + 1);
      known.set(directory, importRoots);
    }
    return { path: file, absolute: file, text: '', cells: [], problems: [], bindings: [], severity: [], importRoots };
  };
};
