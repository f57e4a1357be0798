find_package(Threads REQUIRED)
find_package(fmt 9 REQUIRED)
find_package(Boost 1.74 REQUIRED)
find_path(CAIRO_INCLUDE cairo.h PATH_SUFFIXES cairo REQUIRED) # libcairo2-dev
find_library(CAIRO_LIBRARY cairo REQUIRED)
if(NEST_MPI)
  set(MPI_CXX_SKIP_MPICXX ON) # the C interface
  find_package(MPI QUIET COMPONENTS CXX)
endif()

# Python: the active virtual environment if there is one, else the distribution's own interpreter,
# whichever python3 stands first on the PATH.
if(NEST_PYTHON)
  if(DEFINED ENV{VIRTUAL_ENV})
    set(Python_EXECUTABLE "$ENV{VIRTUAL_ENV}/bin/python3" CACHE FILEPATH "Python to build for")
  elseif(EXISTS /usr/bin/python3)
    set(Python_EXECUTABLE /usr/bin/python3 CACHE FILEPATH "Python to build for")
  endif()
  find_package(Python 3.9 REQUIRED COMPONENTS Interpreter Development.Module)
  set(PYBIND11_FINDPYTHON ON)
  find_package(pybind11 2.10 CONFIG REQUIRED)
endif()
