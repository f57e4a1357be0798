// statusdict/limits: what a program may use. It is looked at every few thousand calls and loop turns, so that
// what is put there soon holds.
#include <array>

#include <fmt/format.h>

#include "interpreter/interpreter.hpp"
#include "stdlib/language/program.hpp"

namespace sli {
namespace {

struct Entry {
    std::string_view key;
    std::size_t Limits::*limit;
    std::size_t least; // errors need some room of their own
    bool may_be_absent;
};
constexpr Entry entries[] = {
    {"frames", &Limits::frames, 100, false}, {"operands", &Limits::operands, 100, false},
    {"output", &Limits::output, 100, false}, {"memory", &Limits::memory, 1 << 24, true},
    {"steps", &Limits::steps, 1, true},
};

// What was last seen in the dictionary: a limit changes when its entry does.
struct Seen {
    NameId statusdict, limits;
    std::array<NameId, std::size(entries)> keys;
    std::array<std::size_t, std::size(entries)> values;
};

Value number(std::size_t limit) { return Value(static_cast<Integer>(limit)); }

Dictionary* dictionary_at(Dictionary const& dictionary, NameId key) {
    Value const* value = dictionary.find(key);
    return value && value->is(Type::dictionary) ? &value->object<Dictionary>() : nullptr;
}

// The limit a value stands for; 0 is no limit, where there may be none.
std::size_t limit_from(Value const* value, Entry const& entry) {
    bool const fits = value && value->is(Type::integer) && value->integer() >= 0;
    auto const limit = fits ? static_cast<std::size_t>(value->integer()) : 0;
    if (!fits || (limit < entry.least && !(entry.may_be_absent && limit == 0)))
        throw Error(ErrorKind::range_check)
            .with_hint(fmt::format("statusdict/limits/{} must be an integer of at least {}{}", entry.key,
                                   entry.least, entry.may_be_absent ? ", or 0" : ""))
            .by("limits");
    return limit;
}

std::size_t changed(Engine& engine, Entry const& entry, std::size_t limit) {
    auto const impose = engine.attachment<Program>().limit_memory;
    if (entry.limit == &Limits::memory) limit = impose ? impose(limit) : 0;
    engine.limits.*entry.limit = limit;
    engine.apply_limits();
    return limit;
}

void look(Engine& engine) {
    auto& seen = engine.attachment<Seen>();
    Dictionary* const status = dictionary_at(engine.systemdict(), seen.statusdict);
    Dictionary* const limits = status ? dictionary_at(*status, seen.limits) : nullptr;
    if (!limits) return;
    for (std::size_t i = 0; i < std::size(entries); ++i) {
        std::size_t const before = seen.values[i];
        try {
            std::size_t const wanted = limit_from(limits->find(seen.keys[i]), entries[i]);
            if (wanted != before) seen.values[i] = changed(engine, entries[i], wanted);
        } catch (Error const&) {
            limits->set(seen.keys[i], number(before));
            throw;
        }
        if (seen.values[i] != before) limits->set(seen.keys[i], number(seen.values[i]));
    }
}

void install(Interpreter& interpreter) {
    Engine& engine = interpreter.engine();
    engine.limits = engine.attachment<Program>().limits;
    engine.apply_limits();
    auto seen = std::make_shared<Seen>();
    seen->statusdict = engine.intern("statusdict");
    seen->limits = engine.intern("limits");
    Value limits = Value::make<Dictionary>();
    for (std::size_t i = 0; i < std::size(entries); ++i) {
        seen->keys[i] = engine.intern(entries[i].key);
        seen->values[i] = engine.limits.*entries[i].limit;
        limits.object<Dictionary>().set(seen->keys[i], number(seen->values[i]));
    }
    dictionary_at(engine.systemdict(), seen->statusdict)->set(seen->limits, limits);
    engine.attach(seen);
    engine.set_lookout(look);
}

} // namespace

extern Module const limits{"limits", {}, {}, install};

} // namespace sli
