/** Headers whose contents we have declarations of our own for, or need none; they are never read. */

const C = (
  'assert complex ctype errno fenv float inttypes iso646 limits locale math setjmp signal stdalign stdarg stdbool ' +
  'stddef stdint stdio stdlib string tgmath threads time uchar wchar wctype stdatomic stdnoreturn'
).split(' ');
const CXX = (
  'algorithm any array atomic barrier bit bitset cassert ccomplex cctype cerrno cfenv cfloat charconv chrono cinttypes ' +
  'ciso646 climits clocale cmath codecvt compare complex concepts condition_variable coroutine csetjmp csignal ' +
  'cstdalign cstdarg cstdbool cstddef cstdint cstdio cstdlib cstring ctgmath ctime cuchar cwchar cwctype deque ' +
  'exception execution expected filesystem format forward_list fstream functional future generator initializer_list ' +
  'iomanip ios iosfwd iostream istream iterator latch limits list locale map mdspan memory memory_resource mutex new ' +
  'numbers numeric optional ostream print queue random ranges ratio regex scoped_allocator semaphore set shared_mutex ' +
  'source_location span spanstream sstream stack stacktrace stdexcept stdfloat stop_token streambuf string string_view ' +
  'strstream syncstream system_error thread tuple type_traits typeindex typeinfo unordered_map unordered_set utility ' +
  'valarray variant vector version'
).split(' ');
const SYSTEM = (
  'alloca.h byteswap.h dirent.h dlfcn.h emmintrin.h endian.h execinfo.h fcntl.h getopt.h glob.h ieee754.h immintrin.h ' +
  'intrin.h io.h libgen.h malloc.h memory.h mmintrin.h netdb.h nmmintrin.h omp.h pmmintrin.h poll.h process.h ' +
  'pthread.h pwd.h sched.h semaphore.h smmintrin.h strings.h sysexits.h syslog.h termios.h tmmintrin.h unistd.h ' +
  'utime.h values.h windows.h winsock2.h x86intrin.h xmmintrin.h cxxabi.h'
).split(' ');
const MODELLED: ReadonlySet<string> = new Set([...C.map((name) => `${name}.h`), ...CXX, ...SYSTEM]);
const FOLDERS = /^(?:sycl|CL|sys|bits|ext|arpa|netinet|experimental|linux)\//;

/** Whether an angle include names a standard, system or SYCL header. */
export const isLibraryHeader = (name: string): boolean => MODELLED.has(name) || FOLDERS.test(name);
