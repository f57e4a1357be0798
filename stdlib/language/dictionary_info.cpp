// Tables of what dictionaries contain: info, who, whos.
#include <algorithm>
#include <cctype>
#include <iomanip>

#include "interpreter/engine.hpp"
#include "interpreter/module.hpp"
#include "interpreter/print.hpp"

namespace sli {
namespace {

std::string folded(std::string text) {
    for (char& c : text) c = char(std::tolower(static_cast<unsigned char>(c)));
    return text;
}

void rule(std::ostream& out) { out << std::string(50, '-') << '\n'; }

void table(Engine& engine, std::ostream& out, Dictionary const& dictionary) {
    auto keys = dictionary.keys();
    std::stable_sort(keys.begin(), keys.end(),
                     [&](NameId a, NameId b) { return folded(engine.text(a)) < folded(engine.text(b)); });
    rule(out);
    out << std::left << std::setw(25) << "Name" << std::setw(20) << "Type"
        << "Value\n";
    rule(out);
    for (NameId const key : keys) {
        Value const& value = *dictionary.find(key);
        out << std::left << std::setw(25) << engine.text(key) << std::setw(20)
            << engine.text(engine.type_name(value.type())) << printed(value, engine) << '\n';
    }
    rule(out);
}

void show(Engine& engine, std::ostream& out, Dictionary const& dictionary) {
    if (dictionary.size() > 0) table(engine, out, dictionary);
    out << "Total number of entries: " << dictionary.size() << '\n';
}

void info(Engine& engine, OutputStream& out, Dictionary& dictionary) {
    show(engine, out.stream(), dictionary);
}

void top_info(Engine& engine, OutputStream& out) { show(engine, out.stream(), engine.dictionaries().top()); }

// Every open dictionary, the current one first.
void stack_info(Engine& engine, OutputStream& out) {
    auto const& open = engine.dictionaries().values();
    for (std::size_t i = open.size(); i-- > 0;) show(engine, out.stream(), open[i].object<Dictionary>());
}

constexpr Command commands[] = {
    {"info_d", "ostream D ->", "Prints the entries of a dictionary.", bind<info>()},
    {"topinfo_d", "ostream ->", "Prints the entries of the current dictionary.", bind<top_info>()},
    {"info_ds", "ostream ->", "Prints the entries of all open dictionaries.", bind<stack_info>()},
};

} // namespace

extern Module const dictionary_info{"dictionary_info", commands};

} // namespace sli
