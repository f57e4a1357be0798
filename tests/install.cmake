# What is installed, packed and found, without the build tree. Needs everything built.
if(NEST_PYTHON AND TARGET _nest AND NOT NEST_SANITIZE)
  add_test(NAME install COMMAND ${Python_EXECUTABLE} -m pytest -q -p no:cacheprovider ${CMAKE_SOURCE_DIR}/tests/install)
  set_tests_properties(install PROPERTIES ENVIRONMENT "AERIE_BUILD=${CMAKE_BINARY_DIR};PYTHONDONTWRITEBYTECODE=1")
endif()
