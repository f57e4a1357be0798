function(nest_warnings target)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow
                                           -Wnon-virtual-dtor -Woverloaded-virtual -Wimplicit-fallthrough)
  if(NEST_DEVELOPER)
    target_compile_options(${target} PRIVATE -Werror)
  endif()
endfunction()
