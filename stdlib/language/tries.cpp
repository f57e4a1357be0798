// Overload sets as values: trie, addtotrie, their form as arrays, their listing.
#include <fmt/format.h>
#include <iomanip>
#include <sstream>

#include "interpreter/module.hpp"
#include "interpreter/print.hpp"
#include "stdlib/language/messages.hpp"
#include "stdlib/language/tries.hpp"
#include "stdlib/language/type_lists.hpp"

namespace sli {

std::vector<Type> types_of(Engine& engine, Array const& names) {
    std::vector<Type> types;
    for (Value const& name : names.items) {
        Type const type = name.is(Type::literal) ? engine.type_named(name.id()) : Type::none;
        if (type == Type::none)
            throw Error(ErrorKind::argument_type)
                .with_hint(pretty_printed(name, engine) + " does not name a type");
        types.push_back(type);
    }
    return types;
}

void add_variant(Engine& engine, Overloads& set, std::vector<Type> const& types, Value leaf) {
    if (set.insert(types, std::move(leaf)) == Overloads::Insertion::done) return;
    engine.streams().out
        << "Method 'TypeTrie::InsertFunction'\n"
           "Warning! Ambigous Function Definition .\n"
           "A function with longer, but identical initial parameter list is already present!\n"
           "Nothing was changed.\n";
}

std::string variants_listing(Engine const& engine, Overloads const& set) {
    std::ostringstream text;
    set.for_each([&](std::vector<Type> const& types, Value const& leaf) {
        for (Type const type : types)
            text << std::left << std::setw(15) << engine.text(engine.type_name(type));
        text << "calls ";
        print(text, leaf, engine);
        text << '\n';
    });
    return text.str();
}

namespace {

std::tuple<Literal, Value> trie(Literal name) { return {name, Value::make<Overloads>(name.id)}; }

void addtotrie(Engine& engine) {
    auto const& list = engine.operand<Array>(1);
    engine.operand<Overloads>(2);
    if (list.items.empty()) {
        show_message(engine, 30, "addtotrie", "The list of parameter types must not be empty.");
        throw Error(ErrorKind::argument_type).with_hint("the list of types is empty");
    }
    auto const types = types_of(engine, list);
    add_variant(engine, engine.operand(2).object<Overloads>(), types, engine.operand(0));
    engine.drop(2);
}

// A node as [/type [next] [alternative]] or [leaf]. Children are finished before their parents: a node
// stands in `order` before everything below it.
Value as_array(Engine& engine, Overloads const& set) {
    if (set.empty()) return make_array({});
    auto const nodes = set.nodes();
    std::vector<std::int32_t> order{set.root()};
    for (std::size_t i = 0; i < order.size(); ++i) {
        auto const& node = nodes[std::size_t(order[i])];
        if (!node.leaf.is(Type::none)) continue;
        if (node.next >= 0) order.push_back(node.next);
        if (node.alternative >= 0) order.push_back(node.alternative);
    }
    std::vector<Value> made(nodes.size());
    for (std::size_t i = order.size(); i-- > 0;) {
        auto const at = std::size_t(order[i]);
        auto const& node = nodes[at];
        std::vector<Value> items;
        if (!node.leaf.is(Type::none)) {
            items = {node.leaf};
        } else {
            items.push_back(Value::literal(engine.type_name(node.type)));
            if (node.next >= 0) items.push_back(made[std::size_t(node.next)]);
            if (node.alternative >= 0) items.push_back(made[std::size_t(node.alternative)]);
        }
        made[at] = make_array(std::move(items));
    }
    return made[std::size_t(set.root())];
}

std::tuple<Literal, Value> cva_t(Engine& engine, Overloads& set) {
    return {Literal{set.name}, as_array(engine, set)};
}
Value cva(Engine& engine, Overloads& set) { return as_array(engine, set); }

[[noreturn]] void throw_malformed() {
    throw Error(ErrorKind::argument_type)
        .with_hint("expected [/type [next] [alternative]] or [leaf], as cva_t makes them");
}

Value const& child(Array const& node, std::size_t i) {
    if (!node.items[i].is(Type::array)) throw_malformed();
    return node.items[i];
}

struct Open {
    Value const* array;
    std::int32_t node;
};

// Fills in one node and opens those it leads to.
void read_node(Engine& engine, std::vector<Overloads::Node>& nodes, std::vector<Open>& open) {
    auto const [array, at] = open.back();
    open.pop_back();
    auto const& items = array->object<Array>().items;
    if (items.empty() || items.size() > 3) throw_malformed();
    if (items.size() == 1) {
        nodes[std::size_t(at)].leaf = items[0];
        return;
    }
    if (!items[0].is(Type::literal)) throw_malformed();
    Type const type = engine.type_named(items[0].id());
    if (type == Type::none) throw_malformed();
    nodes[std::size_t(at)].type = type;
    for (std::size_t i = 1; i < items.size(); ++i) {
        auto const made = std::int32_t(nodes.size());
        nodes.emplace_back();
        (i == 1 ? nodes[std::size_t(at)].next : nodes[std::size_t(at)].alternative) = made;
        open.push_back({&child(array->object<Array>(), i), made});
    }
}

// /name array cvt_a -> /name trie
Value cvt_a(Engine& engine, Literal name, Value const& array) {
    if (!array.is(Type::array)) throw_argument_type(1);
    Value set = Value::make<Overloads>(name.id);
    if (array.object<Array>().items.empty()) return set;
    std::vector<Overloads::Node> nodes(1);
    std::vector<Open> open{{&array, 0}};
    while (!open.empty()) read_node(engine, nodes, open);
    if (!nodes[0].leaf.is(Type::none)) throw_malformed();
    set.object<Overloads>().assign(std::move(nodes), 0);
    return set;
}
std::tuple<Literal, Value> named_cvt_a(Engine& engine, Literal name, Value const& array) {
    return {name, cvt_a(engine, name, array)};
}

void trieinfo(Engine& engine, OutputStream& out, Overloads& set) {
    out.stream() << variants_listing(engine, set);
}

// Types accepted on top of the stack.
std::vector<Value> trieheads(Engine& engine, Overloads& set) {
    std::vector<Value> heads;
    auto const nodes = set.nodes();
    for (std::int32_t at = set.root(); at >= 0; at = nodes[std::size_t(at)].alternative)
        heads.push_back(Value::literal(engine.type_name(nodes[std::size_t(at)].type)));
    return heads;
}

bool triematches(Engine& engine, Value const& type, Overloads& set) {
    for (Value const& head : trieheads(engine, set))
        if (equal(head, type)) return true;
    return false;
}

constexpr Builtin trie_variants[] = {bind<trie>("trie_")};
constexpr Builtin addtotrie_variants[] = {raw<addtotrie>("addtotrie_", {Type::trie, Type::array, Type::any})};
constexpr Builtin trieinfo_variants[] = {bind<trieinfo>("trieinfo_os_t")};
constexpr Builtin cva_variants[] = {bind<cva>("cva_trie")};

constexpr Command commands[] = {
    {"trie", "/name -> /name trie", "A new overload set.", trie_variants},
    {"addtotrie", "trie [/t1 .. /tn] x -> trie", "Adds a variant for operands of the listed types.",
     addtotrie_variants},
    {"cva_t", "trie -> /name array", "Name and tree of an overload set.", bind<cva_t>()},
    {"cvt_a", "/name array -> /name trie", "Makes an overload set of a tree, as cva_t gives it.",
     bind<named_cvt_a>()},
    {"cva", "trie -> array", "The tree of an overload set.", cva_variants},
    {"trieinfo", "ostream trie ->", "Lists the variants of an overload set.", trieinfo_variants},
    {"trieheads", "trie -> [/t1 ..]", "The types accepted on top of the stack.", bind<trieheads>()},
    {"triematches", "/type trie -> b", "Is this type accepted on top of the stack?", bind<triematches>()},
};

} // namespace

extern Module const tries{"tries", commands};

} // namespace sli
