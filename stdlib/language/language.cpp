#include "stdlib/language/language.hpp"

namespace sli {

// One line per module; each is defined at the end of the file of its name.
extern Module const arrays, containers, splicing, ranges, mapping, folding, structure, selecting, positions;
extern Module const vectors, vector_arithmetic, sorting, list_arithmetic, strings;
extern Module const graphics, pictures;

extern Module const library;

extern Module const stack, arithmetic, mathematics, special_functions, comparison, control, forall;
extern Module const definitions, binding, container_names, dictionaries, dictionary_info, types, tries,
    conversion;
extern Module const errors, inspection, debugger, constants;

extern Module const status, limits, streams, printing, formatting, reading, messages, search_path,
    directories;
extern Module const regular_expressions, processes, descriptors, time, infix, help, terminal;

std::span<Module const* const> language_modules() {
    static constexpr Module const* modules[] = {
        // stacks, numbers, control, definitions, dictionaries, types, errors
        &constants,
        &stack,
        &arithmetic,
        &mathematics,
        &special_functions,
        &comparison,
        &control,
        &forall,
        &definitions,
        &binding,
        &container_names,
        &dictionaries,
        &dictionary_info,
        &types,
        &tries,
        &conversion,
        &errors,
        &inspection,
        &debugger,

        // containers, strings, list processing, vectors
        &arrays,
        &containers,
        &splicing,
        &ranges,
        &mapping,
        &folding,
        &structure,
        &selecting,
        &positions,
        &vectors,
        &vector_arithmetic,
        &sorting,
        &list_arithmetic,
        &strings,
        &graphics,
        &pictures,

        // streams, files, system, messages
        &status,
        &limits,
        &streams,
        &printing,
        &formatting,
        &reading,
        &messages,
        &search_path,
        &directories,
        &regular_expressions,
        &processes,
        &descriptors,
        &time,
        &infix,
        &help,
        &terminal,
        &library,
    };
    return modules;
}

} // namespace sli
