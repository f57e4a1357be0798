# cmake -D ROOT=lib-sli -D OUTPUT=file.cpp -P embed.cmake: the texts of the SLI library as C++ literals.
file(GLOB_RECURSE files RELATIVE ${ROOT} ${ROOT}/*.sli)
list(SORT files)
set(entries "")
foreach(name IN LISTS files)
  file(READ ${ROOT}/${name} text)
  string(REGEX REPLACE "\\.sli$" "" key "${name}")
  string(APPEND entries "    {\"${key}\", R\"~~sli~~(${text})~~sli~~\"},\n")
endforeach()
file(WRITE ${OUTPUT}.new "#include \"stdlib/startup/embedded_library.hpp\"

namespace sli {

std::span<LibraryFile const> embedded_library() {
    static constexpr LibraryFile files[] = {
${entries}    };
    return files;
}

} // namespace sli
")
file(COPY_FILE ${OUTPUT}.new ${OUTPUT} ONLY_IF_DIFFERENT)
