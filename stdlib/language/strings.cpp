// Strings: case, environment, Mathematica syntax.
#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>

#include "interpreter/module.hpp"
#include "interpreter/print.hpp"
#include "stdlib/language/checked.hpp"
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

// The folder of a path: (.) without a slash, (/) for the root; slashes at the end do not count.
std::string folder_of(std::string_view path) {
    auto const last = path.find_last_not_of('/');
    if (last == path.npos) return path.empty() ? "." : "/";
    auto const slash = path.substr(0, last + 1).find_last_of('/');
    if (slash == path.npos) return ".";
    auto const end = path.substr(0, slash).find_last_not_of('/');
    return end == path.npos ? "/" : std::string(path.substr(0, end + 1));
}

// --- fixed-point text. (Reference: only 0, and only without digits.)
std::string fixed(Engine& engine, std::size_t depth, Integer digits, Integer width) {
    if (!engine.operand(depth).is_number()) throw_argument_type(depth + 1);
    Real const number = engine.operand(depth).number();
    if (digits < 0 || digits > 1000 || width < 0 || width > 1000 || (number != 0.0 && digits != 0))
        throw Error(ErrorKind::range_check)
            .with_hint("only 0, and other numbers without digits, can be written");
    return fmt::format("{:{}.{}f}", number, width, digits);
}
// n digits cvs_f -> text
void fixed_text(Engine& engine) {
    engine.replace(2, Value::make<String>(fixed(engine, 1, engine.operand<Integer>(0), 0)));
}
// n [width digits] cvs_f -> text
void fixed_text_in_field(Engine& engine) {
    auto const& format = engine.operand<Array>(0).items;
    if (format.size() != 2 || !format[0].is(Type::integer) || !format[1].is(Type::integer))
        throw_argument_type(1);
    engine.replace(2, Value::make<String>(fixed(engine, 1, format[1].integer(), format[0].integer())));
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

constexpr Builtin cvs_f_variants[] = {
    checked<fixed_text, Type::any, Type::integer>("cvs_f_i"),
    checked<fixed_text_in_field, Type::any, Type::array>("cvs_f_a"),
};

constexpr Command commands[] = {
    {"ToUppercase", "string -> string", "ASCII letters in upper case.", bind<upper>()},
    {"ToLowercase", "string -> string", "ASCII letters in lower case.", bind<lower>()},
    {"getenv", "name -> value true | false", "A variable of the environment.", bind<environment>()},
    {"joinpath", "folder file -> path", "A path, with a slash between.", bind<join_path>()},
    {"dirname", "path -> folder", "The folder a path lies in.", bind<folder_of>()},
    {"cvs_f", "n digits -> text", "A number with a fixed number of digits behind the point.", cvs_f_variants},
    {"ToMathematicaExpression", "x -> string", "The text of a value in the syntax of Mathematica.",
     bind<mathematica_expression>()},
};

} // namespace

extern Module const strings{"strings", commands};

} // namespace sli
