// Builtins, the table entries that document them, and overload sets (the tries of SLI).
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "interpreter/error.hpp"
#include "interpreter/names.hpp"
#include "interpreter/opcode.hpp"
#include "interpreter/value.hpp"

namespace sli {

class DictionaryStack;
class Engine;

// Operand types a builtin insists on, one per byte, the topmost operand in the lowest; longer lists
// than eight are checked by the builtin itself.
struct Signature {
    std::array<Type, 8> types{}; // [0] = top of the stack; Type::any matches everything
    std::uint8_t arity = 0;
};

// A built-in operator: what prints as -name- and what errors name.
struct Builtin {
    std::string_view name;
    Signature signature;
    void (*run)(Engine&);
    Opcode opcode = Opcode::call; // the engine's own short cut, see opcode.hpp
};

inline Value Value::command(Builtin const& builtin) { return {&builtin, builtin.opcode}; }

// One documented word of the language: either a single builtin of that name, or an overload set whose
// variants are builtins with names of their own (add: add_ii, add_id, ...), which are defined, too.
struct Command {
    constexpr Command(std::string_view command, std::string_view effect, std::string_view sentence,
                      std::span<Builtin const> overloads)
        : name(command)
        , usage(effect)
        , doc(sentence)
        , variants(overloads)
        , single{} {}
    constexpr Command(std::string_view command, std::string_view effect, std::string_view sentence,
                      Builtin builtin)
        : name(command)
        , usage(effect)
        , doc(sentence)
        , single(builtin) {
        if (single.name.empty()) single.name = command;
    }
    std::string_view name, usage, doc;
    std::span<Builtin const> variants; // empty: `single`
    Builtin single;
};

// An overload set: the alternatives for the type of the top of the stack, below each of them those
// for the type underneath, and so on (reference section 9). Selection is greedy and never goes back;
// `anytype` is always the last alternative. Shared by reference, extended by SLI code.
class Overloads final : public Object {
public:
    static constexpr Type type = Type::trie;
    enum class Insertion { done, ambiguous }; // ambiguous: a longer list with the same top is there
    struct Node {
        Type type = Type::none;
        std::int32_t next = -1;        // first alternative for the operand below; none at a leaf
        std::int32_t alternative = -1; // for the same operand
        Value leaf;                    // not none: this node is a leaf (type and next mean nothing)
    };

    explicit Overloads(NameId own_name)
        : name(own_name) {}

    // types: bottom first, the last is that of the top of the stack; not empty.
    Insertion insert(std::span<Type const> types, Value leaf);
    // The variant for the operands below `top` (one past the topmost); throws StackUnderflow, ArgumentType.
    Value const& select(Value const* top, std::size_t height) const;
    // Calls visit(types, leaf) for every variant, types in stack order (bottom first).
    template <class Visit> void for_each(Visit&& visit) const;
    std::span<Node const> nodes() const { return nodes_; }
    std::int32_t root() const { return root_; }
    void assign(std::vector<Node> nodes, std::int32_t root); // for the inverse of cva_t
    bool empty() const { return root_ < 0; }

    NameId name;

private:
    friend class Engine;
    // Recent selections that looked at two operands or fewer, by the types of the top two.
    struct Recent {
        std::uint16_t types = 0; // top in the low byte
        Value const* leaf = nullptr;
    };
    static std::size_t place(std::uint16_t types) { return (types + 3U * (types >> 8U)) % 8; }
    Value const* recall(std::uint16_t types) const {
        Recent const& recent = recent_[place(types)];
        return recent.types == types ? recent.leaf : nullptr;
    }
    void remember(std::uint16_t types, Value const& leaf) { recent_[place(types)] = {types, &leaf}; }
    void forget();
    bool is_variant_for_all(Opcode opcode, Value const& leaf) const;
    struct Selection {
        Value const* leaf; // none: no variant fits
        std::size_t depth; // operands looked at
    };
    Selection find(Value const* top, std::size_t height) const;
    static Failure mismatch(std::size_t depth, std::size_t height); // of a selection that found nothing
    std::int32_t alternative_for(std::int32_t first, std::int32_t parent, Type type);

    std::vector<Node> nodes_;
    std::int32_t root_ = -1;
    std::array<Recent, 8> recent_{};
    Opcode opcode_ = Opcode::trie;       // of the variant chosen last, if it has a short cut
    DictionaryStack* watcher_ = nullptr; // has bindings with such an opcode
};

template <class Visit> void Overloads::for_each(Visit&& visit) const {
    std::vector<Type> types; // top first while walking
    struct Step {
        std::int32_t node;
        std::size_t depth;
    };
    std::vector<Step> open{{root_, 0}};
    while (!open.empty()) {
        auto const [at, depth] = open.back();
        open.pop_back();
        if (at < 0) continue;
        Node const& node = nodes_[std::size_t(at)];
        types.resize(depth);
        if (node.leaf.is(Type::none)) {
            open.push_back({node.alternative, depth});
            types.push_back(node.type);
            open.push_back({node.next, depth + 1});
        } else {
            visit(std::vector<Type>(types.rbegin(), types.rend()), node.leaf);
        }
    }
}

} // namespace sli
