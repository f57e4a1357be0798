// What the loop does itself must be what the builtin does (docs/decisions/0021).
#include <catch2/catch.hpp>

#include <limits>
#include <random>
#include <sstream>

#include "interpreter/interpreter.hpp"
#include "stdlib/language/language.hpp"
#include "stdlib/language/program.hpp"

using namespace sli;

namespace {

struct Machine {
    Machine() {
        engine.attach(std::make_shared<Program>());
        for (Module const* module : language_modules()) interpreter.install(*module);
    }
    std::istringstream in;
    std::ostringstream out, err;
    Interpreter interpreter{{in, out, err}};
    Engine& engine = interpreter.engine();

    std::string stack(std::size_t without_top) const {
        std::string text;
        auto const values = engine.operands().values();
        for (Value const& value : values.first(values.size() - without_top))
            text += pretty_printed(value, engine) + ' ';
        return text;
    }
    void load(std::vector<Value> const& operands) {
        engine.operands().clear();
        for (Value const& operand : operands) engine.push(operand);
        engine.errordict().set(engine.known().newerror, Value(false));
    }
    std::string by_itself(Builtin const& builtin, std::vector<Value> const& operands) {
        load(operands);
        try {
            builtin.run(engine);
        } catch (Error const& error) {
            return stack(0) + error.name;
        }
        // Raised without throwing: the name of the command lies on the operands.
        bool const raised = engine.errordict().find(engine.known().newerror)->boolean();
        return raised ? stack(1) + engine.last_error().name : stack(0);
    }
    std::string by_the_loop(Value const& run, std::vector<Value> const& operands) {
        load(operands);
        bool const failed = engine.run(make_procedure({run})) == Outcome::stopped;
        return failed ? stack(1) + engine.last_error().name : stack(0);
    }
};

bool runs_code(Opcode opcode) {
    return opcode == Opcode::exec || opcode == Opcode::if_ || opcode == Opcode::ifelse;
}

std::vector<Builtin> with_short_cuts() {
    std::vector<Builtin> found;
    for (Module const* module : language_modules())
        for (Command const& command : module->commands) {
            if (command.variants.empty()) found.push_back(command.single);
            found.insert(found.end(), command.variants.begin(), command.variants.end());
        }
    std::erase_if(found, [](Builtin const& b) { return b.opcode <= Opcode::bound || runs_code(b.opcode); });
    return found;
}

std::vector<Value> samples(Engine& engine) {
    constexpr auto most = std::numeric_limits<Integer>::max(), least = std::numeric_limits<Integer>::min();
    std::vector<Value> values;
    for (Integer i : {Integer{0}, Integer{1}, Integer{2}, Integer{-1}, Integer{7}, most, least})
        values.emplace_back(i);
    for (Real r : {0.0, -0.0, 1.5, -2.25, 1e308, std::numeric_limits<Real>::infinity()})
        values.emplace_back(r);
    values.insert(values.end(), {Value(true), Value(false), engine.literal("x"), make_string("ab"),
                                 make_array({Value(Integer{5}), Value(2.5)}), make_procedure({Value(true)})});
    return values;
}

} // namespace

TEST_CASE("the loop's short cuts give what their builtins give, errors included") {
    Machine alone, looping;
    std::mt19937 random(4);
    auto const values = samples(alone.engine);
    auto const builtins = with_short_cuts();
    CHECK(builtins.size() > 20);
    for (Builtin const& builtin : builtins)
        for (int round = 0; round < 400; ++round) {
            std::vector<Value> operands(random() % 4);
            for (Value& operand : operands) operand = values[random() % values.size()];
            INFO(builtin.name << " after " << looping.stack(0));
            REQUIRE(looping.by_the_loop(Value::command(builtin), operands) ==
                    alone.by_itself(builtin, operands));
        }
}

TEST_CASE("an overload set chooses the same whatever it chose before") {
    Machine fresh_every_time, adapting;
    std::mt19937 random(5);
    auto values = samples(adapting.engine);
    std::erase_if(values,
                  [](Value const& v) { return is_shared(v.type()); }); // some variants for lists run SLI code
    for (std::string_view name :
         {"add", "sub", "mul", "div", "lt", "geq", "eq", "neq", "and", "or", "not", "neg", "def"})
        for (int round = 0; round < 300; ++round) {
            std::vector<Value> operands(random() % 4);
            for (Value& operand : operands) operand = values[random() % values.size()];
            Value const run = Value::name(adapting.engine.intern(name));
            std::string const adapted = adapting.by_the_loop(run, operands);
            fresh_every_time.load(operands);
            auto const& set =
                fresh_every_time.engine.lookup(fresh_every_time.engine.intern(name))->object<Overloads>();
            std::string expected;
            try {
                auto const stack = fresh_every_time.engine.operands().values();
                Value const& leaf = set.select(stack.data() + stack.size(), stack.size());
                if (!leaf.is(Type::command)) continue;
                expected = fresh_every_time.by_itself(leaf.builtin(), operands);
            } catch (Error const& error) {
                expected = fresh_every_time.stack(0) + error.name;
            }
            INFO(name);
            REQUIRE(adapted == expected);
        }
}
