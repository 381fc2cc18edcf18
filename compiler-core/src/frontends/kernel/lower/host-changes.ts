/**
 * Variables of the host that a function's text may change: assigned to, or handed where they can be. The text alone does
 * not say what every function does, so what is not known to leave its arguments alone may change them: a size that was
 * read from a file must not stay the constant that it began with.
 */

import { MATH_NAMES } from '../dialect/sycl/math.ts';
import { K } from '../lex/tokens.ts';
import { LAUNCH_CALLS } from '../meaning/launches.ts';
import type {
  Capture,
  ClassDefinition,
  Declarator,
  Expr,
  FunctionDecl,
  FunctionPart,
  InitDeclarator,
  Initializer,
  LambdaExpr,
  Node,
  Parameter,
  Specifiers,
  Stmt,
  TypeSpecifier,
} from '../parse/ast.ts';
import { globalScope } from '../parse/library-names.ts';
import type { SyntaxUnit } from '../parse/parse.ts';
import { walk } from '../parse/walk.ts';
import { assignedBy, elementsAssignedBy, rootNames } from './assigned.ts';

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

/** Of the libraries, by their plain names: they write to what they get by reference. */
const WRITERS = words('swap exchange tie getline get ref iter_swap move forward');
/** Functions of C, which has no references, and members of the libraries that only read plain variables. */
const READERS =
  words(`printf fprintf sprintf snprintf puts putchar fputs fputc fwrite fread fopen fclose fgets fseek ftell fflush getchar
perror atoi atol atoll atof strtol strtoul strtoll strtoull strtof strtod malloc calloc realloc free aligned_alloc posix_memalign memset
memcpy memmove memcmp strcmp strncmp strcasecmp strcpy strncpy strcat strlen strdup strtok exit abort assert srand rand srand48 drand48
lrand48 erand48 time clock difftime usleep sleep getopt getopt_long getenv gettimeofday clock_gettime isdigit isalpha isspace toupper
tolower qsort push_back emplace_back emplace push resize reserve assign insert erase find count substr append at compare write seekg
seekp ignore setf precision width setw setprecision setfill max min to_string make_pair make_tuple make_unique make_shared wait
wait_and_throw submit parallel_for single_task parallel_for_work_group depends_on prefetch mem_advise host_task update_host
get_access get_host_access malloc_device malloc_shared malloc_host aligned_alloc_device aligned_alloc_shared aligned_alloc_host
size length data begin end fill fill_n iota accumulate copy copy_n sort for_each all_of any_of none_of duration_cast abs ceil floor`);
const isReader = (name: string): boolean => READERS.has(name) || MATH_NAMES.has(name) || name.startsWith('omp_');

const libraries = globalScope();
const isLibraryType = (name: string): boolean =>
  [libraries, libraries.find('std')?.members, libraries.find('sycl')?.members].some(
    (scope) => scope?.find(name) != null,
  );

/** What a function may do to its arguments. */
interface Signature {
  readonly parameters: readonly boolean[];
  /** Of all behind the last one. */
  readonly rest: boolean;
  /** It may change the object that it is called for. */
  readonly changesObject: boolean;
}

/** Whether what is given for it can be written through it. */
const isMutable = ({ specifiers, declarator }: Pick<Parameter, 'specifiers' | 'declarator'>): boolean => {
  const [first, next] = declarator.chunks;
  if (first?.kind !== 'reference') return false;
  return next?.kind === 'pointer' ? !next.const : !specifiers.const;
};

const signatureOf = (part: FunctionPart, isStatic: boolean): Signature => {
  const last = part.parameters.at(-1);
  return {
    parameters: part.parameters.map(isMutable),
    rest: last?.declarator.pack === true && isMutable(last),
    changesObject: !part.const && !isStatic,
  };
};

/** How an element of a variable is counted among the changes. */
export const elementOf = (name: string): string => `${name}[]`;

export class HostChanges {
  private readonly signatures = new Map<string, Signature[]>();
  /** Classes of the program. */
  private readonly classes = new Set<string>();
  private readonly known = new WeakMap<Node, ReadonlyMap<string, number>>();

  /** @param body declarations of all that the functions asked about can call */
  constructor(
    private readonly unit: SyntaxUnit,
    body: readonly Node[],
  ) {
    walk(body, (node) => {
      if ('declarators' in node) {
        const { specifiers, declarators } = node as unknown as {
          specifiers: Specifiers;
          declarators: InitDeclarator[];
        };
        for (const { declarator, initializer } of declarators)
          if (initializer === null) this.declare(specifiers, declarator);
      } else if ('members' in node && 'bases' in node) {
        this.classes.add((node as unknown as ClassDefinition).name?.parts.at(-1)?.text ?? '');
      } else if ('body' in node && 'declarator' in node && 'inits' in node) {
        const { specifiers, declarator } = node as unknown as FunctionDecl;
        this.declare(specifiers, declarator);
      }
      return;
    });
  }

  private declare(specifiers: Specifiers, declarator: Declarator): void {
    const name = declarator.name?.parts.at(-1)?.text;
    const part = declarator.chunks[0];
    if (name === undefined || part?.kind !== 'function') return;
    const signature = signatureOf(part, specifiers.words.includes('static'));
    this.signatures.set(name, [...(this.signatures.get(name) ?? []), signature]);
  }

  /** How often each name may be changed in a function after its declaration. O(nodes), once for each function. */
  in(root: Node): ReadonlyMap<string, number> {
    const before = this.known.get(root);
    if (before !== undefined) return before;
    const out = new Map<string, number>();
    const lambdas = new Map<string, LambdaExpr>();
    const numbers = new Set<string>();
    let deviceEnd = 0;
    walk([root], (node) => {
      const names = new Set<string>();
      assignedBy(node, names);
      // A kernel has copies of what it hands on.
      if (isLaunch(node)) deviceEnd = Math.max(deviceEnd, node.to);
      if (node.from >= deviceEnd || isLaunch(node)) this.handed(node, names, lambdas, numbers);
      for (const name of names) out.set(name, (out.get(name) ?? 0) + 1);
      const elements = new Set<string>();
      elementsAssignedBy(node, elements);
      for (const name of elements) out.set(elementOf(name), (out.get(elementOf(name)) ?? 0) + 1);
      return;
    });
    this.known.set(root, out);
    return out;
  }

  /** Adds what the node hands over, and keeps what it declares: lambdas with a name, numbers. */
  private handed(node: Node, names: Set<string>, lambdas: Map<string, LambdaExpr>, numbers: Set<string>): void {
    if ('specifiers' in node && 'declarator' in node && 'default' in node) {
      const { specifiers, declarator } = node as unknown as Parameter;
      if (isNumber(specifiers.type)) for (const name of namesOf(declarator)) numbers.add(name);
      return;
    }
    if ('declarators' in node) {
      const { specifiers, declarators } = node as unknown as { specifiers: Specifiers; declarators: InitDeclarator[] };
      for (const { declarator, initializer } of declarators) {
        const value = initializer?.kind === 'copy' ? initializer.value : null;
        if (isNumber(specifiers.type)) for (const name of namesOf(declarator)) numbers.add(name);
        if (value?.kind === 'lambda') for (const name of namesOf(declarator)) lambdas.set(name, value);
        if (isMutable({ specifiers, declarator })) for (const e of valuesOf(initializer)) rootNames(e, names);
        else if (specifiers.type.kind === 'named' && initializer?.kind !== 'copy')
          this.made(specifiers.type, initializer, names);
      }
      return;
    }
    if ('byReference' in node) {
      const { byReference, initializer } = node as unknown as Capture;
      if (byReference) for (const e of valuesOf(initializer)) rootNames(e, names);
      return;
    }
    if (!('kind' in node)) return;
    const e = node as Expr | Stmt;
    switch (e.kind) {
      case 'call':
        this.called(e, names, lambdas);
        return;
      case 'construct':
        this.made(e.type, e.initializer, names);
        return;
      case 'new':
        this.made(e.type.specifiers.type, e.initializer, names);
        return;
      case 'binary':
        // A stream reads into what is on its right; numbers are shifted.
        if (e.operator === '>>' && !isShifted(e.left, numbers)) rootNames(e.right, names);
        return;
      case 'rangeFor':
        if (isMutable(e)) rootNames(e.range, names);
        return;
      case 'error':
      case 'macro':
        for (const { kind, text } of this.unit.tokens.slice(e.from, e.to)) if (kind === K.name) names.add(text);
        return;
      default:
        return;
    }
  }

  private called(
    { callee, arguments: given }: Extract<Expr, { kind: 'call' }>,
    names: Set<string>,
    lambdas: ReadonlyMap<string, LambdaExpr>,
  ): void {
    const last = callee.kind === 'name' || callee.kind === 'member' ? callee.name.parts.at(-1)?.text : undefined;
    const lambda = last === undefined ? undefined : lambdas.get(last);
    const own = last === undefined ? undefined : this.signatures.get(last);
    if (callee.kind === 'member' && own?.some(({ changesObject }) => changesObject) === true)
      rootNames(callee.object, names);
    if (lambda?.function != null) give(given, [signatureOf(lambda.function, true)], names);
    else if (own !== undefined) give(given, own, names);
    else if (last !== undefined && WRITERS.has(last)) give(given, ANYTHING, names);
    else if (last === undefined || !(isReader(last) || isLibraryType(last) || isQualified(callee)))
      give(given, ANYTHING, names);
  }

  /** What a constructor gets. */
  private made(type: TypeSpecifier, initializer: Initializer | null, names: Set<string>): void {
    if (type.kind !== 'named') return;
    const last = type.name.parts.at(-1)?.text ?? '';
    const own = this.signatures.get(last);
    const given = valuesOf(initializer);
    // A class of the program without constructors takes values.
    if (own !== undefined) give(given, own, names);
    else if (!this.classes.has(last) && !isLibraryType(last) && type.name.parts.length === 1)
      give(given, ANYTHING, names);
  }
}

const LAUNCHES: ReadonlySet<string> = new Set(LAUNCH_CALLS);
const isLaunch = (node: Node): boolean => {
  const { kind, callee } = node as Partial<Extract<Expr, { kind: 'call' }>>;
  return kind === 'call' && callee?.kind === 'member' && LAUNCHES.has(callee.name.parts.at(-1)?.text ?? '');
};

const ANYTHING: readonly Signature[] = [{ parameters: [], rest: true, changesObject: true }];

const give = (given: readonly Expr[], signatures: readonly Signature[], names: Set<string>): void => {
  for (const [i, e] of given.entries())
    if (signatures.some(({ parameters, rest }) => parameters[i] ?? rest)) rootNames(e, names);
};

/** `std::f`, `sycl::f`: of a library. */
const isQualified = (callee: Expr): boolean =>
  callee.kind === 'name' && callee.name.parts.length > 1 && libraries.find(callee.name.parts[0]?.text ?? '') !== null;

const namesOf = ({ name }: Declarator): readonly string[] =>
  name?.parts.length === 1 ? name.parts.map(({ text }) => text) : [];

const valuesOf = (initializer: Initializer | null): readonly Expr[] => {
  if (initializer === null) return [];
  if (initializer.kind === 'copy') return [initializer.value];
  return initializer.kind === 'paren' ? initializer.arguments : initializer.list.items.map(({ value }) => value);
};

const isNumber = (type: TypeSpecifier): boolean =>
  type.kind === 'builtin' ||
  (type.kind === 'named' && /^(?:size_t|u?int\w*_t|uint|ulong)$/.test(type.name.parts.at(-1)?.text ?? ''));

const isShifted = (e: Expr, numbers: ReadonlySet<string>): boolean => {
  if (e.kind === 'paren') return isShifted(e.inner, numbers);
  if (e.kind === 'binary') return isShifted(e.left, numbers);
  if (e.kind === 'name') return numbers.has(e.name.parts[0]?.text ?? '');
  return e.kind === 'number' || e.kind === 'character' || e.kind === 'cast';
};
