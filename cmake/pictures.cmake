# What writes PNG is a shared object that a program loads with its first picture: linked, cairo and the libraries that
# it brings would be loaded at every start (docs/decisions/0004-pictures-as-a-plugin.md).
add_library(aerie_png MODULE ${CMAKE_SOURCE_DIR}/stdlib/language/picture_cairo.cpp
                             ${CMAKE_SOURCE_DIR}/stdlib/language/picture_layout.cpp)
target_include_directories(aerie_png PRIVATE ${CMAKE_SOURCE_DIR} ${CAIRO_INCLUDE})
target_link_libraries(aerie_png PRIVATE ${CAIRO_LIBRARY} fmt::fmt-header-only)
nest_warnings(aerie_png)
nest_sanitizers(aerie_png)
set_target_properties(aerie_png PROPERTIES LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
install(TARGETS aerie_png LIBRARY DESTINATION lib/aerie)
