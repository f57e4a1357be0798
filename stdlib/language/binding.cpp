// Replacing names in procedures by what they mean: bind, Inline, typebind. Nested procedures are
// reached without recursion.
#include <fmt/format.h>

#include "interpreter/engine.hpp"
#include "interpreter/module.hpp"
#include "stdlib/language/type_lists.hpp"

namespace sli {
namespace {

bool is_code(Value const& value) { return value.is(Type::procedure) || value.is(Type::literal_procedure); }

// Elements for writing; they keep their places in the source, because their number stays.
std::vector<Value>& elements(Value& procedure) {
    auto const& before = procedure.object<Array>();
    auto source = before.source ? std::make_unique<SourceMap const>(*before.source) : nullptr;
    auto& array = procedure.unique<Array>();
    if (!array.source) array.source = std::move(source);
    return array.items;
}

// Calls change(element) for every name in a procedure and the procedures inside it.
template <class Change> void change_names(Value& procedure, Change&& change) {
    std::vector<Value*> open{&procedure};
    while (!open.empty()) {
        Value& code = *open.back();
        open.pop_back();
        for (Value& element : elements(code)) {
            if (element.is(Type::name))
                change(element);
            else if (is_code(element) && !element.object<Array>().items.empty())
                open.push_back(&element);
        }
    }
}

Value take_procedure(Engine& engine, std::size_t depth) {
    engine.operand<Procedure>(depth);
    return std::move(engine.operand(depth));
}

void bind_names(Engine& engine) {
    Value procedure = take_procedure(engine, 0);
    change_names(procedure, [&](Value& name) {
        Value const* meaning = engine.lookup(name.id());
        if (meaning && (meaning->is(Type::command) || meaning->is(Type::trie))) name = Value(*meaning);
    });
    engine.operand(0) = std::move(procedure);
}

// The variant of an overload set with exactly these types.
Value const* variant_of(Overloads const& set, std::vector<Type> const& types) {
    Value const* found = nullptr;
    set.for_each([&](std::vector<Type> const& candidate, Value const& leaf) {
        if (candidate == types) found = &leaf;
    });
    return found;
}

// {procedure} << /name [/t1 ..] >> typebind {procedure}
void typebind(Engine& engine) {
    auto const& wanted = engine.operand<Dictionary>(0);
    engine.operand<Procedure>(1);
    std::vector<std::pair<NameId, Value>> variants;
    wanted.for_each([&](NameId name, Value const& list) {
        Value const* set = engine.lookup(name);
        if (!set || !set->is(Type::trie) || !list.is(Type::array))
            throw Error(ErrorKind::argument_type)
                .with_hint(
                    fmt::format("/{} is not overloaded, or its types are no array", engine.text(name)));
        Value const* leaf = variant_of(set->object<Overloads>(), types_of(engine, list.object<Array>()));
        if (!leaf)
            throw Error(ErrorKind::argument_type)
                .with_hint(fmt::format("{} has no variant for these types", engine.text(name)));
        variants.emplace_back(name, *leaf);
    });
    Value procedure = take_procedure(engine, 1);
    change_names(procedure, [&](Value& element) {
        for (auto const& [name, leaf] : variants)
            if (element.id() == name) {
                element = leaf;
                return;
            }
    });
    engine.operand(1) = std::move(procedure);
    engine.drop(1);
}

// --- Inline: copies a procedure and puts the bodies of some names in their places

struct Copying {
    Value const* source; // being copied
    std::size_t next = 0;
    bool is_body = false; // goes into the copy below instead of becoming an element of it
    std::vector<Value> made = {};
};

constexpr std::size_t most_inlined = 10'000; // bodies inside bodies

[[noreturn]] void throw_endless() {
    throw Error(ErrorKind::range_check).with_hint("a procedure to be inlined contains itself");
}

// Copies one element; opens procedures and bodies.
void copy_element(std::vector<Copying>& open, Dictionary const& bodies, std::size_t& inlined) {
    Copying& current = open.back();
    Value const& element = current.source->object<Array>().items[current.next++];
    Value const* body = element.is(Type::name) ? bodies.find(element.id()) : nullptr;
    if (body && is_code(*body)) {
        if (++inlined > most_inlined) throw_endless();
        open.push_back({body, 0, true});
    } else if (is_code(element)) {
        open.push_back({&element});
    } else {
        current.made.push_back(element);
    }
}

// Closes the topmost copy: what it made goes one level down.
void close_copy(std::vector<Copying>& open, std::size_t& inlined) {
    Copying done = std::move(open.back());
    open.pop_back();
    auto& below = open.back().made;
    if (done.is_body) {
        --inlined;
        below.insert(below.end(), done.made.begin(), done.made.end());
    } else {
        below.push_back(make_array(std::move(done.made)).as(done.source->type()));
    }
}

// {procedure} << /name {body} .. >> Inline {procedure}
Value inlined(Procedure procedure, Dictionary& bodies) {
    std::vector<Copying> open{{&procedure.value}};
    std::size_t inlined = 0;
    for (;;) {
        if (open.back().next < open.back().source->object<Array>().items.size())
            copy_element(open, bodies, inlined);
        else if (open.size() > 1)
            close_copy(open, inlined);
        else
            return make_procedure(std::move(open.back().made));
    }
}

// /name [/t1 ..] variant x b
std::optional<Value> variant(Engine& engine, Literal name, Array const& types) {
    Value const* known = engine.lookup(name.id);
    if (!known) return std::nullopt;
    if (!known->is(Type::trie)) return *known;
    Value const* leaf = variant_of(known->object<Overloads>(), types_of(engine, types));
    return leaf ? std::optional<Value>(*leaf) : std::nullopt;
}

constexpr Command commands[] = {
    {"bind", "{procedure} -> {procedure}", "Replaces names of operators and overload sets by these.",
     raw<bind_names>()},
    {"typebind", "{procedure} << /name [/t1 ..] >> -> {procedure}",
     "Replaces names of overload sets by their variants for the given types.", raw<typebind>()},
    {"Inline", "{procedure} << /name {body} >> -> {procedure}",
     "Replaces names by the bodies given for them.", bind<inlined>()},
    {"variant", "/name [/t1 ..] -> x true or false", "The variant of an overload set for a list of types.",
     bind<variant>()},
};

} // namespace

extern Module const binding{"binding", commands};

} // namespace sli
