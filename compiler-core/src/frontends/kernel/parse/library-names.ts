/**
 * Names that the headers we do not read declare, as far as parsing needs them: what is a type, what a class template,
 * what a function template. SYCL 2020 rev. 9, chapter 4 and appendix A; [headers]; the extensions of the field.
 */

import { type NameKind, Scope } from './scope.ts';

const words = (text: string): readonly string[] => text.split(/\s+/).filter((word) => word !== '');

const C_TYPES = words(`
  size_t ssize_t ptrdiff_t intptr_t uintptr_t wint_t max_align_t nullptr_t off_t
  int8_t int16_t int32_t int64_t uint8_t uint16_t uint32_t uint64_t
  int_fast8_t int_fast16_t int_fast32_t int_fast64_t uint_fast8_t uint_fast16_t uint_fast32_t uint_fast64_t
  int_least8_t int_least16_t int_least32_t int_least64_t uint_least8_t uint_least16_t uint_least32_t uint_least64_t
  intmax_t uintmax_t time_t clock_t FILE fpos_t div_t ldiv_t lldiv_t va_list jmp_buf sig_atomic_t float_t double_t
  clockid_t pid_t mode_t pthread_t pthread_mutex_t omp_lock_t`);

const SYSTEM_TYPES = words(
  'ulong uint ushort uchar u_char u_int u_short u_long __int128_t __uint128_t _Float16 __half',
);

const STD_TYPES = words(`
  string wstring u16string u32string string_view ostream istream iostream ofstream ifstream fstream stringstream
  ostringstream istringstream exception runtime_error logic_error invalid_argument out_of_range bad_alloc
  system_error exception_ptr error_code error_category thread mutex recursive_mutex condition_variable byte
  random_device mt19937 mt19937_64 minstd_rand minstd_rand0 ranlux48 default_random_engine true_type false_type
  type_info nullopt_t monostate in_place_t streamsize streampos ios ios_base regex smatch cmatch locale
  memory_order adopt_lock_t defer_lock_t align_val_t strong_ordering weak_ordering partial_ordering
  input_iterator_tag output_iterator_tag forward_iterator_tag bidirectional_iterator_tag
  random_access_iterator_tag filebuf streambuf bernoulli_distribution`);
const STD_TEMPLATES = words(`
  vector array deque list forward_list set multiset map multimap unordered_set unordered_map unordered_multiset
  unordered_multimap pair tuple optional variant span basic_string basic_string_view complex valarray bitset
  unique_ptr shared_ptr weak_ptr function reference_wrapper initializer_list allocator atomic future promise
  packaged_task lock_guard unique_lock scoped_lock shared_lock numeric_limits char_traits hash less greater
  less_equal greater_equal equal_to not_equal_to plus minus multiplies divides modulus negate logical_and
  logical_or logical_not bit_and bit_or bit_xor bit_not default_delete
  enable_if enable_if_t conditional conditional_t is_same is_integral is_floating_point is_arithmetic is_signed
  is_unsigned is_pointer is_reference is_const is_void is_class is_enum is_trivially_copyable is_standard_layout
  is_convertible is_base_of is_constructible is_default_constructible is_copy_constructible
  is_invocable is_invocable_r invoke_result invoke_result_t result_of result_of_t remove_reference
  remove_reference_t remove_cv remove_cv_t remove_const remove_const_t remove_pointer remove_pointer_t remove_cvref
  remove_cvref_t add_pointer add_pointer_t add_const add_const_t add_lvalue_reference add_lvalue_reference_t
  add_rvalue_reference decay decay_t common_type common_type_t make_unsigned make_unsigned_t make_signed
  make_signed_t underlying_type underlying_type_t integral_constant bool_constant void_t index_sequence
  integer_sequence make_index_sequence make_integer_sequence index_sequence_for tuple_size tuple_element
  tuple_element_t iterator_traits reverse_iterator move_iterator back_insert_iterator conjunction disjunction
  negation uniform_int_distribution uniform_real_distribution normal_distribution poisson_distribution
  exponential_distribution discrete_distribution linear_congruential_engine mersenne_twister_engine
  istream_iterator ostream_iterator istreambuf_iterator ostreambuf_iterator basic_ostream basic_istream stack queue priority_queue ratio alignment_of
  aligned_storage aligned_storage_t type_identity type_identity_t rank extent fpos`);
const STD_VALUE_TEMPLATES = words(`
  make_shared make_unique make_pair make_tuple get get_if holds_alternative static_pointer_cast
  dynamic_pointer_cast move forward swap max min clamp is_same_v is_integral_v is_floating_point_v is_arithmetic_v
  is_signed_v is_unsigned_v is_pointer_v is_reference_v is_const_v is_void_v is_class_v is_enum_v
  is_trivially_copyable_v is_convertible_v is_base_of_v is_constructible_v is_invocable_v is_invocable_r_v
  is_default_constructible_v is_copy_constructible_v tuple_size_v conjunction_v disjunction_v negation_v
  alignment_of_v extent_v rank_v bit_cast accumulate transform_reduce inner_product any_cast declval as_const
  addressof apply visit to_array use_facet async ref cref mem_fn bind exchange`);

const SYCL_TYPES = words(`
  queue handler device platform context event exception exception_list half bfloat16 sub_group stream kernel
  kernel_id property_list async_handler device_selector default_selector gpu_selector cpu_selector
  accelerator_selector host_selector sampler nd_item_base device_event interop_handle private_memory_base byte
  memory_order memory_scope backend image_channel_order image_channel_type target access_mode accessor_property_list_base
  usm_allocator_base no_init_t read_only_tag_t errc aspect addressing_mode filtering_mode
  coordinate_normalization_mode rounding_mode bundle_state image_format`);
const SYCL_TEMPLATES = words(`
  range id item nd_item nd_range group h_item buffer accessor local_accessor host_accessor vec marray multi_ptr
  atomic atomic_ref global_ptr local_ptr private_ptr constant_ptr raw_global_ptr raw_local_ptr decorated_global_ptr
  decorated_local_ptr private_memory unsampled_image sampled_image image unsampled_image_accessor
  sampled_image_accessor host_unsampled_image_accessor usm_allocator image_allocator buffer_allocator reducer plus
  multiplies bit_and bit_or bit_xor logical_and logical_or minimum maximum kernel_bundle specialization_id
  remove_decoration remove_decoration_t is_group is_property is_property_of is_device_copyable owner_less
  device_image interop`);
const SYCL_VALUE_TEMPLATES = words(`
  malloc_device malloc_shared malloc_host malloc aligned_alloc aligned_alloc_device aligned_alloc_shared
  aligned_alloc_host reduction bit_cast group_local_memory group_local_memory_for_overwrite address_space_cast
  static_address_space_cast dynamic_address_space_cast make_ptr reduce_over_group joint_reduce
  exclusive_scan_over_group inclusive_scan_over_group group_broadcast shift_group_left is_group_v
  is_device_copyable_v get_kernel_bundle make_multi_ptr make_queue make_buffer make_device make_context get_native
  has_property aspect_selector is_property_v this_work_item get_kernel_id`);
const SYCL_NAMESPACES = words(`
  access ext property info ONEAPI intel oneapi experimental native half_precision opencl codeplay`);
const VECTOR_ELEMENTS = words('char schar uchar short ushort int uint long ulong longlong ulonglong float double half');
const VECTOR_TYPES = VECTOR_ELEMENTS.flatMap((element) => ['2', '3', '4', '8', '16'].map((width) => element + width));

/** Members that are templates in classes of SYCL and the library: `acc.get_multi_ptr<...>()`. */
export const MEMBER_TEMPLATES: ReadonlySet<string> = new Set(
  words(`
    get_access get_host_access get_multi_ptr get_info get_backend_info get_property has_property parallel_for
    single_task parallel_for_work_group parallel_for_work_item submit as convert reinterpret get_specialization_constant
    set_specialization_constant ext_oneapi_submit fill memcpy get_native get_profiling_info shuffle get_pointer`),
);

/** Scopes with everything that a translation unit sees before its first line. */
export const globalScope = (): Scope => {
  const global = new Scope(null, 'namespace');
  const fill = (scope: Scope, kind: NameKind, names: readonly string[]): void => {
    for (const name of names) scope.declare(name, kind);
  };
  const namespace = (parent: Scope, name: string): Scope => {
    const scope = new Scope(parent, 'namespace');
    parent.declare(name, 'namespace', scope);
    return scope;
  };
  fill(global, 'type', C_TYPES);
  fill(global, 'type', SYSTEM_TYPES);
  const std = namespace(global, 'std');
  fill(std, 'type', [...C_TYPES, ...STD_TYPES]);
  fill(std, 'template', STD_TEMPLATES);
  fill(std, 'valueTemplate', STD_VALUE_TEMPLATES);
  for (const name of words(
    'chrono filesystem literals placeholders this_thread numbers ranges execution pmr experimental',
  ))
    namespace(std, name);
  const chrono = std.find('chrono')?.members;
  if (chrono) {
    fill(
      chrono,
      'type',
      words(
        'system_clock steady_clock high_resolution_clock nanoseconds microseconds milliseconds seconds minutes hours',
      ),
    );
    fill(chrono, 'template', words('duration time_point'));
    fill(chrono, 'valueTemplate', words('duration_cast time_point_cast'));
  }
  const sycl = namespace(global, 'sycl');
  fill(sycl, 'type', [...SYCL_TYPES, ...VECTOR_TYPES]);
  fill(sycl, 'template', SYCL_TEMPLATES);
  fill(sycl, 'valueTemplate', SYCL_VALUE_TEMPLATES);
  for (const name of SYCL_NAMESPACES) namespace(sycl, name);
  const access = sycl.find('access')?.members;
  if (access) fill(access, 'type', words('mode target address_space decorated placeholder fence_space'));
  for (const name of words('ext ONEAPI intel')) {
    const extension = sycl.find(name)?.members;
    if (!extension) continue;
    const oneapi = name === 'ext' ? namespace(extension, 'oneapi') : extension;
    fill(oneapi, 'type', words('sub_group bfloat16 memory_order memory_scope'));
    fill(oneapi, 'template', words('atomic_ref plus minimum maximum multiplies weak_object accessor_property_list'));
    fill(oneapi, 'valueTemplate', words('reduction reduce broadcast'));
  }
  const cl = namespace(global, 'cl');
  cl.declare('sycl', 'namespace', sycl);
  return global;
};
