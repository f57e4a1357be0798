function(nest_sanitizers target)
  if(NEST_SANITIZE)
    target_compile_options(${target} PUBLIC -fsanitize=${NEST_SANITIZE} -fno-sanitize-recover=all)
    target_link_options(${target} PUBLIC -fsanitize=${NEST_SANITIZE})
    # At -Og no clone is vectorised: all would be the same code, checked thrice. ThreadSanitizer cannot start with them.
    target_compile_definitions(${target} PUBLIC NEST_NO_CLONES)
  endif()
endfunction()
