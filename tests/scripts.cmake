# Scripts that hold one fact each, run by the programs themselves, with these options.
function(nest_script_tests folder program)
  file(GLOB_RECURSE scripts CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${folder}/*.sli)
  if(scripts AND TARGET ${program})
    add_test(NAME ${folder} COMMAND ${SYSTEM_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/support/expect.py
                                    $<TARGET_FILE:${program}> ${CMAKE_CURRENT_SOURCE_DIR}/${folder} ${ARGN})
  endif()
endfunction()
find_program(SYSTEM_PYTHON python3 PATHS /usr/bin NO_DEFAULT_PATH REQUIRED)
set(tiny_limits --max-frames=1000 --max-operands=1000 --max-memory=64000000 --max-output=10000)
nest_script_tests(hostile sli ${tiny_limits})
if(TARGET nest)
  add_test(NAME random_programs COMMAND ${SYSTEM_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/fuzz/random_programs.py
                                        $<TARGET_FILE:nest> 200)
endif()
if(TARGET sli AND NOT NEST_SANITIZE) # sanitizers make commands slow that are not long
  add_test(NAME interrupts COMMAND ${SYSTEM_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/library/interrupts.py
                                   $<TARGET_FILE:sli>)
  set_tests_properties(interrupts PROPERTIES RUN_SERIAL TRUE) # allows each a time
endif()
if(NEST_HOSTILE OR NEST_FUZZ)
  return()
endif()
nest_script_tests(language sli)
nest_script_tests(library sli)
nest_script_tests(simulation nest)
if(TARGET sli)
  add_test(NAME list_models COMMAND ${SYSTEM_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/library/list_models.py
                                    $<TARGET_FILE:sli>)
endif()
if(TARGET nest)
  add_test(NAME completeness COMMAND ${SYSTEM_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/support/completeness.py
                                     $<TARGET_FILE:nest> ${CMAKE_CURRENT_SOURCE_DIR}/reference/commands.txt)
  set(conformance ${CMAKE_CURRENT_SOURCE_DIR}/reference/conformance)
  add_test(NAME conformance COMMAND ${SYSTEM_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/support/conformance.py
                                    $<TARGET_FILE:nest> ${conformance} ${conformance}/differences.txt
                                    $<$<TARGET_EXISTS:nest_mpi>:${conformance}/differences_with_mpi.txt>
           COMMAND_EXPAND_LISTS)
endif()
if(TARGET nest)
  add_test(NAME simulation_programs
           COMMAND ${SYSTEM_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/simulation/programs.py $<TARGET_FILE:nest>
                   ${CMAKE_SOURCE_DIR}/examples)
endif()
if(TARGET nest)
  add_test(NAME simulation_vocabulary
           COMMAND ${SYSTEM_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/support/vocabulary.py $<TARGET_FILE:nest>
                   ${CMAKE_CURRENT_SOURCE_DIR}/reference/simulation_commands.txt)
endif()
add_test(NAME examples COMMAND ${SYSTEM_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/support/examples.py
                               $<TARGET_FILE:sli> ${CMAKE_SOURCE_DIR}/lib-sli/examples.sli)
if(NOT NEST_SANITIZE) # a thousand processes
  add_test(NAME documented_errors COMMAND ${SYSTEM_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/support/errors.py
                                          $<TARGET_FILE:sli>)
endif()
add_test(NAME command_reference COMMAND ${SYSTEM_PYTHON} ${CMAKE_SOURCE_DIR}/docs/generate.py
                                        $<TARGET_FILE:sli> ${CMAKE_BINARY_DIR}/docs)
add_test(NAME editors COMMAND ${SYSTEM_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/editors/lexer.py ${CMAKE_SOURCE_DIR})
set_tests_properties(editors PROPERTIES SKIP_RETURN_CODE 77)
if(TARGET nest)
  add_test(NAME prompt COMMAND ${SYSTEM_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/prompt/transcript.py $<TARGET_FILE:nest>)
  add_test(NAME options COMMAND ${SYSTEM_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/prompt/options.py $<TARGET_FILE:nest>
                                ${CMAKE_SOURCE_DIR})
endif()
