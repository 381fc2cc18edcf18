// Runs a kernel on the inputs that all of them get, by whatever OpenCL is installed, and prints the arrays afterwards as JSON.
// record FILE KERNEL GLOBAL LOCAL, sizes as 8,8
#define CL_TARGET_OPENCL_VERSION 200
#include <CL/cl.h>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>
#include "../sycl/arrays.hpp"
static std::vector<size_t> sizes(const char *text) {
  std::vector<size_t> all;
  std::stringstream in(text);
  for (std::string one; std::getline(in, one, ',');) all.push_back(std::stoul(one));
  return all;
}
#define CHECK(call) do { cl_int e = (call); if (e != CL_SUCCESS) { std::fprintf(stderr, "%s: %d\n", #call, e); std::exit(1); } } while (0)
int main(int, char **argv) {
  std::ifstream file(argv[1]);
  std::stringstream text;
  text << file.rdbuf();
  std::string source = text.str();
  Arrays a;
  cl_platform_id platform; cl_device_id device; cl_int e;
  CHECK(clGetPlatformIDs(1, &platform, nullptr));
  CHECK(clGetDeviceIDs(platform, CL_DEVICE_TYPE_ALL, 1, &device, nullptr));
  cl_context context = clCreateContext(nullptr, 1, &device, nullptr, nullptr, &e);
  cl_command_queue queue = clCreateCommandQueueWithProperties(context, device, nullptr, &e);
  const char *lines = source.c_str();
  cl_program program = clCreateProgramWithSource(context, 1, &lines, nullptr, &e);
  if (clBuildProgram(program, 1, &device, "-cl-std=CL1.2", nullptr, nullptr) != CL_SUCCESS) {
    static char log[1 << 16];
    clGetProgramBuildInfo(program, device, CL_PROGRAM_BUILD_LOG, sizeof log, log, nullptr);
    std::fprintf(stderr, "%s\n", log);
    return 1;
  }
  if (*argv[2]) {
    cl_kernel kernel = clCreateKernel(program, argv[2], &e);
    CHECK(e);
    struct { void *data; size_t bytes; cl_mem memory; } all[] = {{a.f, sizeof a.f}, {a.g, sizeof a.g}, {a.n, sizeof a.n}, {a.u, sizeof a.u}, {a.w, sizeof a.w}, {a.d, sizeof a.d}, {a.m, sizeof a.m}};
    cl_uint count = 0;
    CHECK(clGetKernelInfo(kernel, CL_KERNEL_NUM_ARGS, sizeof count, &count, nullptr));
    for (cl_uint k = 0; k < 7; k++) {
      all[k].memory = clCreateBuffer(context, CL_MEM_COPY_HOST_PTR, all[k].bytes, all[k].data, &e);
      if (k < count) CHECK(clSetKernelArg(kernel, k, sizeof(cl_mem), &all[k].memory));
    }
    std::vector<size_t> global = sizes(argv[3]), local = sizes(argv[4]);
    CHECK(clEnqueueNDRangeKernel(queue, kernel, global.size(), nullptr, global.data(), local.data(), 0, nullptr, nullptr));
    for (auto &one : all) CHECK(clEnqueueReadBuffer(queue, one.memory, CL_TRUE, 0, one.bytes, one.data, 0, nullptr, nullptr));
  }
  a.print(argv[2]);
}
