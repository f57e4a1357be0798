# Real ranks, started by MPI's launcher.
if(TARGET nest_mpi AND TARGET _nest AND NOT NEST_SANITIZE)
  foreach(part SameBits Scenarios Ranks Scripts Failures)
    add_test(NAME parallel_${part} COMMAND ${SYSTEM_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/parallel/same_bits.py
             $<TARGET_FILE:nest> ${MPIEXEC_EXECUTABLE} ${Python_EXECUTABLE} ${CMAKE_BINARY_DIR}/python ${part})
    set_tests_properties(parallel_${part} PROPERTIES PROCESSORS 4) # ranks wait for each other
  endforeach()
endif()
