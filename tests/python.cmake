# The Python package, tested with the interpreter it was built for.
if(NEST_PYTHON AND TARGET _nest)
  add_test(NAME python
           COMMAND ${Python_EXECUTABLE} -m pytest -q -p no:cacheprovider ${CMAKE_SOURCE_DIR}/tests/python)
  set_tests_properties(python PROPERTIES
    ENVIRONMENT "PYTHONPATH=${CMAKE_BINARY_DIR}/python;MPLBACKEND=Agg;PYTHONDONTWRITEBYTECODE=1;NEST_PROGRAM=${CMAKE_BINARY_DIR}/bin/nest")
  # README and docs: what their blocks print
  file(GLOB pages CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/README.md ${CMAKE_SOURCE_DIR}/docs/*.md)
  add_test(NAME snippets COMMAND ${Python_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/support/snippets.py
                                 ${CMAKE_BINARY_DIR}/bin/nest ${CMAKE_BINARY_DIR}/python ${pages})
endif()
