# The side of MPI is a shared object that a process loads only when it is one of several: see
# docs/decisions/0050-ranks-as-a-plugin.md.
if(NEST_MPI AND MPI_CXX_FOUND)
  add_library(nest_mpi MODULE ${CMAKE_SOURCE_DIR}/kernel/parallel/mpi.cpp ${CMAKE_SOURCE_DIR}/kernel/parallel/single_process.cpp
                              ${CMAKE_SOURCE_DIR}/kernel/errors.cpp)
  target_include_directories(nest_mpi PRIVATE ${CMAKE_SOURCE_DIR})
  target_link_libraries(nest_mpi PRIVATE MPI::MPI_CXX fmt_once)
  target_link_options(nest_mpi PRIVATE -Wl,--as-needed)
  nest_warnings(nest_mpi)
  nest_sanitizers(nest_mpi)
  set_target_properties(nest_mpi PROPERTIES LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
  install(TARGETS nest_mpi LIBRARY DESTINATION lib/aerie)
  set_source_files_properties(kernel/parallel/job.cpp PROPERTIES COMPILE_DEFINITIONS NEST_HAVE_MPI)
  set(MPIEXEC_PREFLAGS "" CACHE STRING "Flags that scripts pass to the launcher of parallel runs")
endif()
if(NOT MPIEXEC_MAX_NUMPROCS)
  set(MPIEXEC_MAX_NUMPROCS 1)
endif()
set_source_files_properties(stdlib/simulation/mpi.cpp PROPERTIES COMPILE_DEFINITIONS
  "NEST_MPIEXEC=\"${MPIEXEC_EXECUTABLE}\";NEST_MPIEXEC_NUMPROC_FLAG=\"${MPIEXEC_NUMPROC_FLAG}\";NEST_MPIEXEC_MAX_NUMPROCS=${MPIEXEC_MAX_NUMPROCS};NEST_MPIEXEC_PREFLAGS=\"${MPIEXEC_PREFLAGS}\";NEST_MPIEXEC_POSTFLAGS=\"${MPIEXEC_POSTFLAGS}\"")
