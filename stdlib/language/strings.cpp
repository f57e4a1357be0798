// Strings: case, environment, Mathematica syntax.
#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>

#include "interpreter/module.hpp"
#include "interpreter/print.hpp"
#include "stdlib/language/sequence.hpp"

namespace sli {

namespace {

std::string upper(std::string_view text) {
    std::string result(text);
    for (char& c : result)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return result;
}
std::string lower(std::string_view text) {
    std::string result(text);
    for (char& c : result)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return result;
}

std::optional<std::string> environment(std::string_view name) {
    char const* const value = std::getenv(std::string(name).c_str());
    return value ? std::optional<std::string>(value) : std::nullopt;
}

// (folder) (file) joinpath -> (folder/file)
std::string join_path(std::string_view folder, std::string_view file) {
    return fmt::format("{}/{}", folder, file);
}

// --- ToMathematicaExpression. What is still to be written, innermost last.
struct Pending {
    Value value;      // none: `text`
    std::string text; // what stands between or behind values
};

void open_array(Array const& array, std::string& out, std::vector<Pending>& open) {
    out += '{';
    open.push_back({{}, "}"});
    for (std::size_t i = array.items.size(); i > 0; --i) {
        open.push_back({array.items[i - 1], {}});
        if (i > 1) open.push_back({{}, ", "});
    }
}
void open_rules(Engine& engine, Dictionary const& dictionary, std::string& out, std::vector<Pending>& open) {
    out += '{';
    open.push_back({{}, "}"});
    auto const keys = dictionary.keys();
    for (std::size_t i = keys.size(); i > 0; --i) {
        open.push_back({*dictionary.find(keys[i - 1]), {}});
        open.push_back({{}, (i > 1 ? ", " : "") + engine.text(keys[i - 1]) + " -> "});
    }
}

std::string leaf_text(Engine& engine, Value const& value) {
    switch (value.type()) {
    case Type::integer:
        return fmt::format("{}", value.integer());
    case Type::real:
        return fmt::format("ImportString[\"{:.17g}\", \"List\"][[1]]", value.real());
    case Type::boolean:
        return value.boolean() ? "True" : "False";
    case Type::string:
        return '"' + value.object<String>().text + '"';
    case Type::literal:
    case Type::name:
        return engine.text(value.id());
    default:
        throw Error("NoMathematicaRepresentation", std::nullopt)
            .with_hint("no Mathematica expression for " + engine.text(engine.type_name(value.type())));
    }
}

std::string mathematica_expression(Engine& engine, Value const& value) {
    std::string out;
    std::vector<Pending> open{{value, {}}};
    while (!open.empty()) {
        Pending const here = std::move(open.back());
        open.pop_back();
        if (here.value.is(Type::none))
            out += here.text;
        else if (here.value.is(Type::array))
            open_array(here.value.object<Array>(), out, open);
        else if (here.value.is(Type::dictionary))
            open_rules(engine, here.value.object<Dictionary>(), out, open);
        else
            out += leaf_text(engine, here.value);
    }
    return out;
}

constexpr Command commands[] = {
    {"ToUppercase", "string -> string", "ASCII letters in upper case.", bind<upper>()},
    {"ToLowercase", "string -> string", "ASCII letters in lower case.", bind<lower>()},
    {"getenv", "name -> value true | false", "A variable of the environment.", bind<environment>()},
    {"joinpath", "folder file -> path", "A path, with a slash between.", bind<join_path>()},
    {"ToMathematicaExpression", "x -> string", "The text of a value in the syntax of Mathematica.",
     bind<mathematica_expression>()},
};

} // namespace

extern Module const strings{"strings", commands};

} // namespace sli
