# nest_floor(folder USES floors PACKAGES targets): one static library per floor, made of every source
# below its folder. What it does not link, it cannot call: the first of the three fences.
function(nest_floor folder)
  cmake_parse_arguments(FLOOR "" "" "USES;PACKAGES" ${ARGN})
  string(REPLACE "/" "_" name ${folder})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${folder}/*.cpp)
  # Libraries of their own (cmake/mpi.cmake, cmake/pictures.cmake).
  list(REMOVE_ITEM sources ${CMAKE_SOURCE_DIR}/kernel/parallel/mpi.cpp ${CMAKE_SOURCE_DIR}/stdlib/language/picture_cairo.cpp)
  if(NOT sources)
    file(WRITE ${CMAKE_BINARY_DIR}/empty/${name}.cpp "")
    set(sources ${CMAKE_BINARY_DIR}/empty/${name}.cpp)
  endif()
  add_library(${name} STATIC ${sources})
  target_include_directories(${name} PUBLIC $<BUILD_INTERFACE:${CMAKE_SOURCE_DIR}> $<INSTALL_INTERFACE:include/aerie>)
  string(REPLACE "/" "_" uses "${FLOOR_USES}")
  target_link_libraries(${name} PUBLIC ${uses} ${FLOOR_PACKAGES})
  nest_warnings(${name})
  nest_sanitizers(${name})
  if(NEST_SANITIZE) # the release build sees to it that each file includes what it names
    target_precompile_headers(${name} PRIVATE <algorithm> <array> <cmath> <cstdint> <fmt/format.h> <functional> <map> <memory>
                                              <optional> <span> <string> <string_view> <utility> <variant> <vector>)
  endif()
  if(folder STREQUAL kernel)
    # Identical results on every machine; none of these changes a value (docs/numerics.md).
    target_compile_options(${name} PRIVATE -ffp-contract=off -fno-trapping-math -fno-math-errno
                                           $<$<CONFIG:Release>:-O3>)
  endif()
endfunction()
