/** Colours for light and dark, also those of VS Code's webviews, whose class on the body says which. */

const LIGHT = `--ink: #1f2328; --dim: #59636e; --page: #ffffff; --line: #d1d9e0; --bar: #eef3f8; --bar-line: #8fa3b8;
  --parallel: #d3ecdc; --marked: #0969da; --arrow: #6e7781; --bad: #cf222e; --good: #1a7f37; --open: #9a6700; --local: #8250df;
  --passed: #57606a;`;
const DARK = `--ink: #e6edf3; --dim: #9198a1; --page: #0d1117; --line: #3d444d; --bar: #161d27; --bar-line: #4a5a6c;
  --parallel: #143321; --marked: #4493f8; --arrow: #8b949e; --bad: #ff6b66; --good: #3fb950; --open: #d29922; --local: #ab7df8;
  --passed: #8b949e;`;

export const STYLE = `:root { color-scheme: light dark; ${LIGHT} }
@media (prefers-color-scheme: dark) { :root { ${DARK} } }
body.vscode-light { ${LIGHT} }
body.vscode-dark, body.vscode-high-contrast { ${DARK} }
body { margin: 1.5rem auto; max-width: 110rem; padding: 0 1rem; font: 14px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--page); }
h1 { font-size: 1.3rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
code, pre, svg text { font-family: ui-monospace, Menlo, Consolas, 'Liberation Mono', monospace; font-size: 12px; }
.legend { color: var(--dim); display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; }
details { border: 1px solid var(--line); border-radius: 6px; margin: .5rem 0; padding: .25rem .75rem; }
details[open] { padding-bottom: .75rem; }
summary { cursor: pointer; padding: .25rem 0; }
summary:focus-visible { outline: 2px solid var(--marked); outline-offset: 2px; }
.verdict { font-weight: 600; } .legal { color: var(--good); } .bad { color: var(--bad); } .open { color: var(--open); }
.gain { color: var(--dim); }
.pair { display: flex; flex-wrap: wrap; gap: 1rem 2rem; align-items: flex-start; }
figure { margin: .5rem 0; min-width: 0; max-width: 100%; } figcaption { color: var(--dim); }
.scroll { overflow-x: auto; }
svg text { fill: var(--ink); } svg text.loop { font-weight: 600; } svg text.tensor, svg text.branch { fill: var(--dim); }
.bar { fill: var(--bar); stroke: var(--bar-line); } .bar.parallel { fill: var(--parallel); } .bar.marked { stroke: var(--marked); stroke-width: 2; }
.local { fill: var(--local); } .passed { fill: var(--passed); }
.arrow path { fill: none; stroke: var(--arrow); stroke-width: 1.3; } .arrow .head { fill: var(--arrow); stroke: none; }
.arrow.blocking path { stroke: var(--bad); stroke-width: 2.2; } .arrow.blocking .head { fill: var(--bad); stroke: none; } .arrow.blocking .why { fill: var(--bad); }
table { border-collapse: collapse; margin-top: .5rem; } td, th { padding: .1rem .6rem .1rem 0; text-align: left; font-weight: normal; }
th { color: var(--dim); } .size { text-align: right; font-variant-numeric: tabular-nums; }
.twin { border: none; padding: 0; } .twin summary { color: var(--dim); } pre { overflow-x: auto; }`;
