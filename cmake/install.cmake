# What `cmake --install` puts below a prefix: programs, man pages, completion, and the kernel for C++ programs
# (find_package(aerie)). The Python package is installed by python/CMakeLists.txt. Nothing installed knows the
# prefix: the folder can be moved. `cpack -G DEB` in the build folder packs all of it.
include(CMakePackageConfigHelpers)

install(TARGETS nest sli RUNTIME DESTINATION bin)

install(TARGETS kernel fmt_once EXPORT aerie ARCHIVE DESTINATION lib/aerie)
install(DIRECTORY kernel DESTINATION include/aerie FILES_MATCHING PATTERN "*.hpp")
install(EXPORT aerie NAMESPACE aerie:: DESTINATION lib/cmake/aerie FILE aerieTargets.cmake)
configure_package_config_file(cmake/aerieConfig.cmake.in ${CMAKE_BINARY_DIR}/install/aerieConfig.cmake
                              INSTALL_DESTINATION lib/cmake/aerie)
write_basic_package_version_file(${CMAKE_BINARY_DIR}/install/aerieConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_BINARY_DIR}/install/aerieConfig.cmake ${CMAKE_BINARY_DIR}/install/aerieConfigVersion.cmake
        DESTINATION lib/cmake/aerie)

# The programs print their own manual.
foreach(program nest sli)
  install(FILES packaging/completion.bash DESTINATION share/bash-completion/completions RENAME ${program})
endforeach()
find_program(PYTHON_FOR_MANUAL NAMES python3)
install(CODE "
  execute_process(COMMAND \"${PYTHON_FOR_MANUAL}\" \"${CMAKE_SOURCE_DIR}/docs/generate.py\" \"${CMAKE_RUNTIME_OUTPUT_DIRECTORY}/nest\"
                          \"${CMAKE_BINARY_DIR}/install/manual\" OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)")
install(FILES ${CMAKE_BINARY_DIR}/install/manual/nest.1 ${CMAKE_BINARY_DIR}/install/manual/sli.1 DESTINATION share/man/man1)
install(FILES ${CMAKE_BINARY_DIR}/install/manual/aerie-commands.7 DESTINATION share/man/man7)
install(FILES ${CMAKE_BINARY_DIR}/install/manual/commands.html README.md CHANGELOG.md DESTINATION share/doc/nest)
install(FILES LICENSE DESTINATION share/doc/nest RENAME copyright)
install(DIRECTORY ${CMAKE_SOURCE_DIR}/build/docs/html DESTINATION share/doc/nest OPTIONAL) # once ./dev docs has run

set(CPACK_PACKAGE_NAME aerie)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "Simulation of networks of spiking neurons: SLI, Python and C++")
set(CPACK_PACKAGE_CONTACT "the Aerie authors")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_GENERATOR DEB)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "python3, python3-numpy, libreadline8")
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA "${CMAKE_SOURCE_DIR}/packaging/postinst;${CMAKE_SOURCE_DIR}/packaging/prerm")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
find_program(SHLIBDEPS dpkg-shlibdeps)
if(SHLIBDEPS)
  set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
endif()
# The last four are what find_package(aerie) needs.
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "openmpi-bin, python3-matplotlib, python3-pandas, python3-pynn, g++, cmake, make, libfmt-dev")
include(CPack)
