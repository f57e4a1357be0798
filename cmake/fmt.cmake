# fmt compiled once: header-only it costs each file that formats 3 s, and a shared object each program its start.
if(fmt_VERSION VERSION_LESS 10)
  add_library(fmt_once STATIC ${CMAKE_SOURCE_DIR}/cmake/fmt.cpp)
  target_include_directories(fmt_once SYSTEM PUBLIC $<TARGET_PROPERTY:fmt::fmt-header-only,INTERFACE_INCLUDE_DIRECTORIES>)
  nest_sanitizers(fmt_once)
else() # other instantiations than fmt.cpp's
  add_library(fmt_once INTERFACE)
  target_link_libraries(fmt_once INTERFACE fmt::fmt-header-only)
endif()
