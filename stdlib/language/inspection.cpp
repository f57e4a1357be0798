// Looking into the interpreter: counters, backtraces, the structure of objects.
#include "interpreter/interpreter.hpp"
#include "interpreter/print.hpp"

namespace sli {
namespace {

Integer cycles(Engine& engine) { return Integer(engine.cycles()); }

// Prints where the procedures stand that an error unwinds.
class Backtrace final : public Observer {
public:
    void before(Engine&, Value const&) override {}
    void stopping(Engine& engine) override {
        for (SourcePosition const& position : engine.backtrace())
            engine.streams().err << "  in " << position.text() << '\n';
    }
};

void backtrace_on(Engine& engine) { engine.set_observer(&engine.attachment<Backtrace>()); }
void backtrace_off(Engine& engine) { engine.set_observer(nullptr); }

// --- inspect: one line per element of a procedure, indented by its depth

constexpr std::size_t shown_elements = 5;

void indent(std::ostream& out, std::size_t depth) { out << std::string(2 * depth, ' '); }

struct Open {
    std::vector<Value> const* items;
    std::size_t next = 0;
};

bool is_code(Value const& value) { return value.is(Type::procedure) || value.is(Type::literal_procedure); }

void show_array(Engine& engine, std::ostream& out, Array const& array) {
    out << "[ ";
    for (std::size_t i = 0; i < array.items.size() && i < shown_elements; ++i) {
        print_pretty(out, array.items[i], engine);
        out << ' ';
    }
    out << (array.items.size() > shown_elements ? "  ...  ]" : "]");
}

void show_definition(Engine& engine, std::ostream& out, Value const& literal) {
    print_pretty(out, literal, engine);
    Value const* value = engine.lookup(literal.id());
    if (!value) {
        out << " : undefined";
        return;
    }
    out << " : " << engine.text(engine.type_name(value->type())) << " := ";
    print_pretty(out, *value, engine);
}

void show_element(Engine& engine, std::ostream& out, Value const& value) {
    if (value.is(Type::array))
        show_array(engine, out, value.object<Array>());
    else
        print_pretty(out, value, engine);
    out << '\n';
}

void show_code(Engine& engine, std::ostream& out, Value const& code) {
    std::vector<Open> open{{&code.object<Array>().items}};
    out << "{\n";
    while (!open.empty()) {
        Open& current = open.back();
        if (current.next == current.items->size()) {
            open.pop_back();
            indent(out, open.size());
            out << "}\n";
            continue;
        }
        Value const& element = (*current.items)[current.next++];
        indent(out, open.size());
        if (is_code(element)) {
            out << "{\n";
            open.push_back({&element.object<Array>().items});
        } else {
            show_element(engine, out, element);
        }
    }
}

void inspect(Engine& engine, Value const& value) {
    std::ostream& out = engine.streams().out;
    if (is_code(value)) return show_code(engine, out, value);
    if (value.is(Type::literal)) {
        show_definition(engine, out, value);
        out << '\n';
    } else {
        show_element(engine, out, value);
    }
    out.flush();
}

void install(Interpreter& interpreter) { interpreter.engine().attach(std::make_shared<Backtrace>()); }

constexpr Builtin inspect_variants[] = {bind<inspect>("inspect_")};

constexpr Command commands[] = {
    {"code_accessed", "-> n", "Calls and loop turns so far.", bind<cycles>()},
    {"code_executed", "-> n", "Calls and loop turns so far.", bind<cycles>()},
    {"backtrace_on", "->", "Shows on standard error where the procedures stand that an error leaves.",
     raw<backtrace_on>()},
    {"backtrace_off", "->", "Ends backtrace_on.", raw<backtrace_off>()},
    {"inspect", "x ->", "Prints the structure of an object.", inspect_variants},
    {"?", "x ->", "Prints the structure of an object.", inspect_variants},
};

} // namespace

extern Module const inspection{"inspection", commands, {}, install};

} // namespace sli
