# cmake -D ROOT=kernel/models -D OUTPUT=file.cpp -P comments.cmake: what stands at the top of each model's file
# (equations, source), as C++ literals for the pages of the models.
file(GLOB files ${ROOT}/neurons/*.cpp ${ROOT}/synapses/*.cpp ${ROOT}/devices/*.cpp)
list(SORT files)
set(entries "")
foreach(file IN LISTS files)
  file(READ ${file} text)
  string(REGEX MATCH "^(//[^\n]*\n)+" comment "${text}")
  string(REGEX REPLACE "(^|\n)// ?" "\\1" comment "${comment}")
  if(comment MATCHES "^[a-z][a-z0-9_]+[,:]")
    string(APPEND entries "    R\"~~(${comment})~~\",\n")
  endif()
endforeach()
file(WRITE ${OUTPUT}.new "#include \"kernel/models/comments.hpp\"

namespace nest {

std::span<std::string_view const> model_comments() {
    static constexpr std::string_view comments[] = {
${entries}    };
    return comments;
}

} // namespace nest
")
file(COPY_FILE ${OUTPUT}.new ${OUTPUT} ONLY_IF_DIFFERENT)
