#include "stdlib/language/manual.hpp"

#include <algorithm>
#include <set>
#include <sstream>

#include "interpreter/interpreter.hpp"
#include "stdlib/language/language.hpp"

namespace sli {
namespace {

std::string_view trimmed(std::string_view text) {
    std::size_t const first = text.find_first_not_of(" \t\r\n");
    if (first == text.npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::string_view next_line(std::string_view& text) {
    std::size_t const end = std::min(text.find('\n'), text.size());
    std::string_view const line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return line;
}

std::string describe_variant(Engine& engine, Builtin const& variant) {
    std::string text(variant.name);
    text += ':';
    for (std::size_t depth = variant.signature.arity; depth > 0; --depth) {
        Type const type = variant.signature.types[depth - 1];
        text += ' ';
        text += type == Type::any ? "anytype" : engine.text(engine.type_name(type));
    }
    return text;
}

// Several modules may document one command: length of arrays, of dictionaries.
void merge(ManualEntry& entry, ManualEntry&& more) {
    if (std::find(entry.usage.begin(), entry.usage.end(), more.usage.front()) == entry.usage.end())
        entry.usage.push_back(std::move(more.usage.front()));
    if (entry.sentence.find(more.sentence) == std::string::npos) entry.sentence += ' ' + more.sentence;
    entry.origin += ", " + more.origin;
    std::move(more.variants.begin(), more.variants.end(), std::back_inserter(entry.variants));
}

// A comment block: sentences, then lines with stack effects.
ManualEntry read_block(std::string_view block) {
    ManualEntry entry;
    while (!block.empty()) {
        std::string_view const line = trimmed(next_line(block));
        if (line.find("->") != line.npos)
            entry.usage.emplace_back(line);
        else if (!line.empty())
            entry.sentence.append(entry.sentence.empty() ? "" : " ").append(line);
    }
    return entry;
}

// Commands that are nothing but values.
struct WordForData {
    char const *name, *usage, *sentence;
};
constexpr WordForData words_for_data[] = {
    {"[", "-> mark", "Begins an array, which ] ends."},
    {"<<", "-> mark", "Begins a dictionary, which >> ends."},
    {"<#", "-> mark", "Begins an integer vector, which #> ends."},
    {"<.", "-> mark", "Begins a double vector, which .> ends."},
    {"<", "-> mark", "Begins a vector of the type of its first element, which > ends."},
    {"mark", "-> mark", "The literal /mark, up to which counttomark and others look."},
    {"switchbegin", "-> mark", "Begins the cases of switch."},
    {"true", "-> bool", "The boolean value true."},
    {"false", "-> bool", "The boolean value false."},
    {"scripterror", "-> 126", "The exit code of a script that ended with an error."},
};

// The name that a line of the library defines: /name at its beginning.
std::string_view defined_name(std::string_view line) {
    if (!line.starts_with('/') || line.starts_with("/*")) return {};
    return line.substr(1, line.find_first_of(" \t[{(/", 1) - 1);
}

} // namespace

Manual::Manual(Interpreter const& interpreter, LibrarySource const& library) {
    read_modules(interpreter);
    read_library(library, "init");
    bool const simulates = interpreter.modules().size() > language_modules().size();
    if (simulates) read_library(library, "simulation/init");
    for (char const* file : {"unittest", "distributed"})
        if (auto const text = library.find(file)) read_file(file, *text);
    if (auto const text = library.find("examples")) read_examples(*text);
    if (auto const text = library.find("raises")) read_errors(*text);
    pass_errors_on();
}

void Manual::read_modules(Interpreter const& interpreter) {
    Engine& engine = const_cast<Interpreter&>(interpreter).engine();
    std::set<std::string_view> commands;
    for (Module const* module : interpreter.modules())
        for (Command const& command : module->commands) {
            ManualEntry entry{{std::string(command.usage)},
                              std::string(command.doc),
                              "module " + std::string(module->name),
                              {},
                              {},
                              {}};
            for (Builtin const& variant : command.variants)
                entry.variants.push_back(describe_variant(engine, variant));
            for (Builtin const& variant : command.variants)
                entries_.insert({std::string(variant.name),
                                 {entry.usage,
                                  "A variant of " + std::string(command.name) + ". " + entry.sentence,
                                  entry.origin,
                                  {},
                                  {describe_variant(engine, variant)},
                                  {}}});
            auto const known = entries_.find(command.name);
            if (known != entries_.end() && commands.contains(command.name))
                merge(known->second, std::move(entry));
            else
                entries_.insert_or_assign(std::string(command.name), std::move(entry));
            commands.insert(command.name);
        }
    for (auto const& [name, usage, sentence] : words_for_data)
        entries_.insert({name, {{usage}, sentence, "the language", {}, {}, {}}});
}

// Every file that a line `(name) :library` of the list names.
void Manual::read_library(LibrarySource const& library, std::string const& list) {
    auto const text = library.find(list);
    if (!text) return;
    for (std::string_view rest = *text; !rest.empty();) {
        std::string_view const line = trimmed(next_line(rest));
        if (!line.starts_with('(') || !line.ends_with(":library")) continue;
        std::string const name(line.substr(1, line.find(')') - 1));
        if (auto const file = library.find(name)) read_file(name, *file);
    }
}

// A block speaks of all that is defined up to the next empty line.
void Manual::read_file(std::string const& name, std::string_view text) {
    ManualEntry block;
    while (!text.empty()) {
        std::string_view const line = next_line(text);
        if (line.starts_with("/**")) {
            std::string_view const whole(line.data() + 3, line.size() - 3 + 1 + text.size());
            std::size_t const end = std::min(whole.find("*/"), whole.size());
            block = read_block(whole.substr(0, end));
            text = whole.substr(std::min(end + 2, whole.size()));
            next_line(text);
            block.origin = "lib-sli/" + name + ".sli";
        } else if (trimmed(line).empty()) {
            block = {};
        } else if (auto const defined = defined_name(line); !defined.empty() && !block.sentence.empty()) {
            entries_.insert({std::string(defined), block});
        }
    }
}

// A line `% names ..` and the program below it, up to the next such line.
void Manual::read_examples(std::string_view text) {
    std::vector<ManualEntry*> about;
    while (!text.empty()) {
        std::string_view line = next_line(text);
        if (!line.starts_with("% ") || line.starts_with("% expect")) {
            for (ManualEntry* entry : about) entry->example.append(line).append("\n");
            continue;
        }
        about.clear();
        for (line.remove_prefix(2); !line.empty();) {
            std::size_t const end = std::min(line.find(' '), line.size());
            if (auto const found = entries_.find(line.substr(0, end)); found != entries_.end())
                about.push_back(&found->second);
            line.remove_prefix(std::min(end + 1, line.size()));
        }
    }
}

// Lines `% Error: names ..`, continued by lines of names; _ stands for a blank in an error's name.
void Manual::read_errors(std::string_view text) {
    std::string error;
    while (!text.empty()) {
        std::istringstream words{std::string(next_line(text))};
        std::string word;
        for (words >> word; words >> word;) { // the first is %
            if (auto const found = entries_.find(word); found != entries_.end())
                found->second.errors.push_back(error);
            else if (word.ends_with(':'))
                std::replace_copy(word.begin(), word.end() - 1, (error.assign(word.size() - 1, ' ')).begin(),
                                  '_', ' ');
        }
    }
}

// Variants raise what their command raises.
void Manual::pass_errors_on() {
    for (auto const& [name, entry] : entries_)
        for (auto const& variant : entry.variants) {
            auto const found = entries_.find(std::string_view(variant).substr(0, variant.find(": ")));
            if (found == entries_.end() || &found->second == &entry) continue;
            std::set<std::string> errors(entry.errors.begin(), entry.errors.end());
            errors.insert(found->second.errors.begin(), found->second.errors.end());
            found->second.errors.assign(errors.begin(), errors.end());
        }
}

ManualEntry const* Manual::find(std::string_view name) const {
    auto const found = entries_.find(name);
    return found == entries_.end() ? nullptr : &found->second;
}

namespace {

// What has operands complains about wrong ones.
std::string errors_of(ManualEntry const& entry) {
    bool const has_operands =
        std::any_of(entry.usage.begin(), entry.usage.end(), [](std::string const& usage) {
            return trimmed(usage.substr(0, usage.find("->"))) != "";
        });
    std::string text = has_operands ? "StackUnderflow, ArgumentType" : "";
    for (auto const& error : entry.errors) text.append(text.empty() ? "" : ", ").append(error);
    return text;
}

} // namespace

std::string manual_page(std::string_view name, ManualEntry const& entry) {
    std::string page(name);
    page += '\n';
    for (auto const& usage : entry.usage) page += "    " + usage + "\n";
    page += "\n    " + entry.sentence + "\n";
    if (!entry.variants.empty()) page += "\n    Variants, with the types of their operands:\n";
    for (auto const& variant : entry.variants) page += "        " + variant + "\n";
    if (std::string const errors = errors_of(entry); !errors.empty())
        page += "\n    Errors: " + errors + "\n";
    std::string_view example = entry.example;
    if (!example.empty()) page += "\n    Example:\n";
    while (!example.empty()) page.append("        ").append(next_line(example)).append("\n");
    page += "\n    Defined in " + entry.origin + ".\n";
    return page;
}

} // namespace sli
