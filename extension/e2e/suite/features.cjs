/** ED-02 in the extension host: every feature through the editor's own commands, as another extension would ask. */

const assert = require('node:assert');
const { readFileSync } = require('node:fs');
const { vscode, until, uriOf, open, placeOf, ours, codeOf, extension, runAll } = require('./harness.cjs');

const ask = (command, ...args) => vscode.commands.executeCommand(`vscode.${command}`, ...args);

exports.run = () =>
  runAll({
    async 'the server is not started for Python that has nothing to do with FreeTensor'() {
      await open('plain.py');
      const { server } = await extension();
      assert.equal(server.state.kind, 'idle');
    },

    async 'it is started when the import is typed'() {
      const editor = await open('plain.py');
      const { server } = await extension();
      await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'import freetensor as ft\n'));
      await until('a server', () => server.state.kind === 'running');
      await vscode.commands.executeCommand('undo');
      assert.equal(editor.document.getText().includes('freetensor'), false);
    },

    async 'diagnostics appear in the list of problems'() {
      const { document } = await open('faults.py');
      const wanted = JSON.parse(readFileSync(uriOf('expected.json').fsPath, 'utf8'));
      await until('findings', () => ours(document).length >= wanted.length);
      const found = ours(document)
        .map((each) => `${each.range.start.line + 1}:${each.range.start.character + 1} ${codeOf(each)}`)
        .sort();
      assert.deepEqual(found, wanted.sort());
      return `${found.length} findings`;
    },

    async 'hover says the shape and the type of a tensor'() {
      const { document } = await open('faults.py');
      const at = placeOf(document, 'y[i, j] = (x[i, j]', 'x[i');
      const text = await until('hover', async () =>
        (await ask('executeHoverProvider', document.uri, at))
          .flatMap((h) => h.contents.map((c) => c.value ?? c))
          .join('\n'),
      );
      assert.match(text, /float32/);
      assert.match(text, /32.*48/s);
    },

    async 'completion knows the tensors in scope'() {
      const { document } = await open('faults.py');
      const at = placeOf(document, 'best[()] = x[0, 0]', 'best', 2);
      const list = await ask('executeCompletionItemProvider', document.uri, at);
      const labels = list.items.map((item) => (typeof item.label === 'string' ? item.label : item.label.label));
      assert(labels.includes('best'), `best is not among ${labels.slice(0, 20).join(', ')}`);
    },

    async 'completion after the module name knows its operators'() {
      const { document } = await open('faults.py');
      const at = placeOf(document, 'ft.sqrt(x[i, j])', 'sqrt', 2);
      const list = await ask('executeCompletionItemProvider', document.uri, at);
      const labels = list.items.map((item) => (typeof item.label === 'string' ? item.label : item.label.label));
      assert(labels.includes('sqrt'), `sqrt is not among ${labels.slice(0, 20).join(', ')}`);
    },

    async 'definition leads into the operator library, which opens to be read'() {
      const { document } = await open('longformer.py');
      const at = placeOf(document, 'ft.softmax(score)', 'softmax');
      const found = await ask('executeDefinitionProvider', document.uri, at);
      assert(found.length > 0, 'no definition');
      const uri = found[0].targetUri ?? found[0].uri;
      assert.equal(uri.scheme, 'athanor');
      assert.match(uri.path, /^\/libop\/\w+\.py$/);
      const library = await vscode.workspace.openTextDocument(uri);
      assert.equal(library.languageId, 'python');
      assert.match(library.getText(), /^ *def /m);
      return uri.toString();
    },

    async 'rename of a label changes it everywhere, and undo takes it back'() {
      const { document } = await open('labels.py');
      const before = document.getText();
      await until('the label to be known', async () => {
        const at = placeOf(document, '#! label: rows', 'rows');
        return await ask('prepareRename', document.uri, at).then(
          () => true,
          () => false,
        );
      });
      const edit = await ask(
        'executeDocumentRenameProvider',
        document.uri,
        placeOf(document, '#! label: rows', 'rows'),
        'lines',
      );
      assert(await vscode.workspace.applyEdit(edit));
      assert.equal(document.getText(), before.replaceAll('rows', 'lines'));
      await vscode.commands.executeCommand('undo');
      await until('undo', () => document.getText() === before);
    },

    async 'a quick fix mends a finding, the finding goes, and undo brings it back'() {
      const { document } = await open('faults.py');
      const before = document.getText();
      const finding = ours(document).find((each) => codeOf(each) === 'trap-builtin-minmax');
      assert(finding, 'no finding to mend');
      const actions = await ask('executeCodeActionProvider', document.uri, finding.range, 'quickfix', 20);
      const fix = actions.find((action) => /ft\.max/.test(action.title));
      assert(fix, `no fix among: ${actions.map((action) => action.title).join('; ') || 'nothing'}`);
      assert(await vscode.workspace.applyEdit(fix.edit));
      assert.match(document.getText(), /y\[i\] = ft\.max\(y\[i\], x\[i, j\]\)/);
      const has = () => ours(document).some((each) => codeOf(each) === 'trap-builtin-minmax');
      await until('the finding to go', () => !has());
      await vscode.commands.executeCommand('undo');
      await until('undo', () => document.getText() === before);
      await until('the finding to come back', has);
    },

    async 'a fusion is offered, applied, undone as one, applied again; then it is offered no more'() {
      const { document } = await open('fusable.py');
      const before = document.getText();
      const offered = async () => {
        const line = document
          .getText()
          .split('\n')
          .findIndex((text) => text.includes('for i in range(64)'));
        const at = new vscode.Range(line, 4, line, 4);
        const actions = await ask('executeCodeActionProvider', document.uri, at, 'refactor.rewrite', 20);
        return actions.find((action) => action.title.startsWith('Fuse with consume'));
      };
      const apply = async () => {
        const fusion = await until('the fusion', offered);
        assert(await vscode.workspace.applyEdit(fusion.edit));
        return document.getText();
      };
      const once = await apply();
      assert.match(once, /#! nid: loop_i\n {4}for i in range\(64\):\n {8}t\[i\]/);
      assert.match(once, /s = ft\.Schedule\(two\)\ns\.fuse\("loop_i", "consume"\)/);
      await vscode.commands.executeCommand('undo');
      await until('one undo', () => document.getText() === before);
      assert.equal(await apply(), once);
      await until('the fusion to be gone', async () => !(await offered()));
      assert.deepEqual(ours(document).map(codeOf), []);
      assert.equal(document.getText(), once);
      await vscode.commands.executeCommand('undo');
    },

    async 'a fusion that is not legal changes nothing'() {
      const { document } = await open('fusable.py');
      const before = document.getText();
      const line = before.split('\n').findIndex((text) => text.includes('nid: shifted')) + 1;
      const at = new vscode.Range(line, 4, line, 4);
      const actions = await ask('executeCodeActionProvider', document.uri, at, 'refactor.rewrite', 0);
      assert(actions.some((action) => action.title.startsWith('Fuse with consume')));
      const resolved = await ask('executeCodeActionProvider', document.uri, at, 'refactor.rewrite', 20).catch(() => []);
      const fusion = resolved.find((action) => action.title.startsWith('Fuse with consume'));
      assert(!fusion?.edit || fusion.edit.size === 0, 'it has an edit');
      assert.equal(document.getText(), before);
    },

    async 'lenses say which fusions are possible; the document and the pictures show them'() {
      const { document } = await open('fusable.py');
      const lens = await until('the lens', async () =>
        (await ask('executeCodeLensProvider', document.uri, 50)).find(({ command }) => /fusion/.test(command?.title)),
      );
      assert.equal(lens.command.title, '1 fusion possible, saves 33 % of the traffic');
      const shown = await vscode.commands.executeCommand('athanor.showPreview', ...lens.command.arguments);
      assert.match(shown.text, /2 pairs of loops, 1 can be joined/);
      const { html } = await vscode.commands.executeCommand('athanor.previewPage', ...lens.command.arguments);
      assert.match(html, /<figcaption>after<\/figcaption>/);
    },

    async 'inlay hints stand in the program'() {
      const { document } = await open('faults.py');
      const all = new vscode.Range(0, 0, document.lineCount, 0);
      const hints = await until('hints', () => ask('executeInlayHintProvider', document.uri, all));
      return `${hints.length} hints`;
    },

    async 'symbols of the document are the loop nest'() {
      const { document } = await open('faults.py');
      const symbols = await until('symbols', () => ask('executeDocumentSymbolProvider', document.uri));
      assert(symbols.some((symbol) => symbol.name === 'smooth'));
    },

    async 'an edit changes the findings'() {
      const editor = await open('edited.py');
      const { document } = editor;
      await until('the finding', () => ours(document).some((each) => codeOf(each) === 'index-out-of-bounds'));
      const at = document.positionAt(document.getText().indexOf('i + 1'));
      await editor.edit((edit) => edit.replace(new vscode.Range(at, at.translate(0, 5)), 'i'));
      await until('no finding', () => ours(document).length === 0);
      await vscode.commands.executeCommand('undo');
      await until('the finding after undo', () => ours(document).length === 1);
    },

    async 'a mistake in athanor.toml is a problem at its line'() {
      const { document } = await open('configured/athanor.toml');
      const found = await until('the finding', () => ours(document));
      assert.deepEqual([codeOf(found[0]), found[0].range.start.line], ['config-error', 1]);
    },

    async 'the server is killed and comes back with its findings'() {
      const { server } = await extension();
      const { document } = await open('faults.py');
      const count = await until('findings', () => ours(document).length);
      const first = server.pid;
      assert(first, 'no process');
      process.kill(first, 'SIGKILL');
      await until(
        'another process',
        () => server.state.kind === 'running' && server.pid !== null && server.pid !== first,
      );
      await until('the findings', () => ours(document).length === count);
    },

    async 'stop says so, and start starts'() {
      const { server } = await extension();
      await vscode.commands.executeCommand('athanor.stopServer');
      assert.deepEqual(server.state, { kind: 'stopped', reason: 'you stopped it' });
      const { document } = await open('faults.py');
      assert.equal(ours(document).length, 0);
      await vscode.commands.executeCommand('athanor.startServer');
      await until('findings', () => ours(document).length);
      await vscode.commands.executeCommand('athanor.restartServer');
      assert.equal(server.state.kind, 'running');
      await until('findings', () => ours(document).length);
    },

    async 'a code is explained by its page'() {
      await vscode.commands.executeCommand('athanor.explainCode', 'trap-builtin-minmax');
      await until('the preview', () =>
        vscode.window.tabGroups.all.flatMap((group) => group.tabs).some((tab) => /trap-builtin-minmax/.test(tab.label)),
      );
    },

    async 'the IR of the function at the cursor opens'() {
      const editor = await open('faults.py');
      const at = placeOf(editor.document, 'def smooth', 'smooth');
      editor.selection = new vscode.Selection(at, at);
      await vscode.commands.executeCommand('athanor.showIrAtCursor');
      const shown = await until('the document', () =>
        vscode.workspace.textDocuments.find(
          (each) => each.uri.scheme === 'athanor' && /smooth/.test(each.uri.toString()),
        ),
      );
      assert.match(shown.getText(), /for .*i/);
      assert.equal(shown.languageId, 'athanor-ir');
    },

    async 'the accesses of the function at the cursor open'() {
      const editor = await open('faults.py');
      const at = placeOf(editor.document, 'def smooth', 'smooth');
      editor.selection = new vscode.Selection(at, at);
      await vscode.commands.executeCommand('athanor.showAccessesAtCursor');
      const shown = await until('the document', () =>
        vscode.workspace.textDocuments.find((each) => /smooth\.accesses\.txt/.test(each.uri.toString())),
      );
      assert.match(shown.getText(), /x\[/);
    },

    async 'the function at the cursor runs in the interpreter'() {
      const editor = await open('faults.py');
      const at = placeOf(editor.document, 'def histogram', 'histogram');
      editor.selection = new vscode.Selection(at, at);
      const before = new Set(vscode.workspace.textDocuments.map((each) => each.uri.toString()));
      await vscode.commands.executeCommand('athanor.runAtCursor');
      const shown = await until('the result', () =>
        vscode.workspace.textDocuments.find((each) => !before.has(each.uri.toString())),
      );
      assert.match(shown.getText(), /count/);
    },

    async 'an example opens as a copy'() {
      await vscode.commands.executeCommand('athanor.openExample', 'faults.py');
      const { document } = vscode.window.activeTextEditor;
      assert.equal(document.uri.scheme, 'untitled');
      await until('findings in the copy', () => ours(document).length);
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    },
  });
