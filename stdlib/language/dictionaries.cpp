// Dictionaries and the dictionary stack. `get`, `put`, `length` .. share their names with other
// containers: the variants for dictionaries are here.
#include <fmt/format.h>

#include "interpreter/engine.hpp"
#include "interpreter/module.hpp"
#include "stdlib/language/checked.hpp"
#include "stdlib/language/messages.hpp"

namespace sli {
namespace {

Value dict() { return Value::make<Dictionary>(); }

[[noreturn]] void refuse_construction(Engine& engine, std::string_view reason) {
    show_message(engine, 30, "DictConstruct", reason);
    throw Error(ErrorKind::argument_type).with_hint(std::string(reason));
}

// mark /k1 x1 .. /kn xn >> D; from the top downwards, so the first of equal keys wins.
void construct(Engine& engine) {
    NameId const mark = engine.known().mark;
    std::size_t depth = 0;
    for (;; depth += 2) {
        if (depth >= engine.count()) refuse_construction(engine, "There is no opening << on the stack.");
        if (engine.operand(depth).is_literal(mark)) break;
        if (depth + 1 >= engine.count()) refuse_construction(engine, "There is no opening << on the stack.");
        if (!engine.operand(depth + 1).is(Type::literal))
            refuse_construction(engine, "Keys must be literals.");
        if (engine.operand(depth + 1).is_literal(mark))
            refuse_construction(engine, "A key is without value.");
    }
    Value made = dict();
    auto& entries = made.object<Dictionary>();
    for (std::size_t i = 0; i < depth; i += 2)
        entries.set(engine.operand(i + 1).id(), Value(engine.operand(i)));
    engine.replace(depth + 1, std::move(made));
}

Attempt<Value> get(Engine& engine, Dictionary& dictionary, Literal key) {
    if (Value const* value = dictionary.find(key.id)) return *value;
    return Failure{
        ErrorKind::dict_error, {}, "Key '/" + engine.text(key.id) + "' does not exist in dictionary."};
}
void put(Dictionary& dictionary, Literal key, Value value) { dictionary.set(key.id, std::move(value)); }
bool known(Dictionary& dictionary, Literal key) { return dictionary.contains(key.id); }
void undef(Dictionary& dictionary, Literal key) { dictionary.erase(key.id); }
Integer length(Dictionary& dictionary) { return Integer(dictionary.size()); }

void empty(Engine& engine) {
    auto const& dictionary = engine.operand<Dictionary>(0);
    engine.push(dictionary.size() == 0);
}

std::vector<Value> keys(Dictionary& dictionary) {
    std::vector<Value> keys;
    for (NameId const key : dictionary.keys()) keys.push_back(Value::literal(key));
    return keys;
}

std::vector<Value> values(Dictionary& dictionary) {
    std::vector<Value> values;
    dictionary.for_each([&](NameId, Value const& value) { values.push_back(value); });
    return values;
}

std::vector<Value> entries(Dictionary& dictionary) {
    std::vector<Value> entries;
    dictionary.for_each([&](NameId key, Value const& value) {
        entries.push_back(Value::literal(key));
        entries.push_back(value);
    });
    return entries;
}

// [/k1 x1 ..] cvdict D; as in a literal dictionary, the first of equal keys wins.
Value dictionary_of(Array const& entries) {
    auto const& items = entries.items;
    if (items.size() % 2 != 0) throw Error(ErrorKind::argument_type).with_hint("a key is without value");
    Value made = dict();
    for (std::size_t i = items.size(); i >= 2; i -= 2) {
        if (!items[i - 2].is(Type::literal))
            throw Error(ErrorKind::argument_type).with_hint("keys are literals");
        made.object<Dictionary>().set(items[i - 2].id(), items[i - 1]);
    }
    return made;
}

void copy_entries(Dictionary& from, Dictionary& into) {
    for (NameId const key : from.keys()) into.set(key, Value(*from.find(key)));
}

void join(Dictionary& first, Dictionary& second) {
    if (&first != &second) copy_entries(second, first);
}

void merge(Engine& engine, Dictionary& dictionary) {
    auto& current = engine.dictionaries().top();
    if (&current != &dictionary) copy_entries(dictionary, current);
}

std::tuple<Value, Value> clone(Value const& original) {
    if (!original.is(Type::dictionary)) throw_argument_type(1);
    return {original, Value::make<Dictionary>(original.object<Dictionary>())};
}

// Overload sets of the library may hold themselves.
void clear(Engine& engine, Dictionary& dictionary) {
    if (&dictionary == &engine.systemdict())
        dictionary.for_each([&](NameId, Value const& inner) {
            if (inner.is(Type::trie) || inner.is(Type::dictionary)) engine.retire(inner);
        });
    dictionary.clear();
}

bool contains_all(Dictionary& larger, Dictionary& smaller) {
    for (NameId const key : smaller.keys()) {
        Value const* value = larger.find(key);
        if (!value || !equal(*value, *smaller.find(key))) return false;
    }
    return true;
}

// --- the dictionary stack

constexpr std::size_t permanent_dictionaries = 2;

void begin(Engine& engine) {
    engine.operand<Dictionary>(0);
    if (engine.dictionaries().height() >= engine.limits.dictionaries)
        throw Error(ErrorKind::dict_stack_overflow)
            .with_hint(fmt::format("more than {} open dictionaries", engine.limits.dictionaries));
    engine.dictionaries().push(engine.pop());
}

void end(Engine& engine) {
    if (engine.dictionaries().height() <= permanent_dictionaries)
        throw Error(ErrorKind::dict_stack_underflow).with_hint("only systemdict and userdict are open");
    engine.dictionaries().pop();
}

Value currentdict(Engine& engine) { return engine.dictionaries().values().back(); }
std::vector<Value> dictstack(Engine& engine) { return engine.dictionaries().values(); }
Integer countdictstack(Engine& engine) { return Integer(engine.dictionaries().height()); }
void cleardictstack(Engine& engine) { engine.dictionaries().cut(permanent_dictionaries); }

// The dictionaries that are always there must lie at the bottom of what is restored.
void restoredstack(Engine& engine, Array const& saved) {
    auto const& items = saved.items;
    bool const complete = items.size() >= permanent_dictionaries &&
                          items[0].address() == &engine.systemdict() &&
                          items[1].address() == &engine.userdict();
    if (!complete) throw Error(ErrorKind::argument_type).with_hint("systemdict and userdict must come first");
    for (Value const& item : items)
        if (!item.is(Type::dictionary)) throw Error(ErrorKind::argument_type).with_hint("not a dictionary");
    engine.dictionaries().cut(permanent_dictionaries);
    for (std::size_t i = permanent_dictionaries; i < items.size(); ++i) engine.dictionaries().push(items[i]);
}

constexpr Builtin get_variants[] = {bind<get>("get_d")};
constexpr Builtin put_variants[] = {
    bind<put>("put_d"),
    also_for(bind<put>("put_d"), {Type::dictionary, Type::literal, Type::integer}),
    also_for(bind<put>("put_d"), {Type::dictionary, Type::literal, Type::real}),
};
constexpr Builtin known_variants[] = {bind<known>("known_")};
constexpr Builtin length_variants[] = {bind<length>("length_d")};
constexpr Builtin empty_variants[] = {raw<empty>("empty_D", {Type::dictionary})};
constexpr Builtin keys_variants[] = {bind<keys>("keys_")};
constexpr Builtin values_variants[] = {bind<values>("values_")};
constexpr Builtin cva_variants[] = {bind<entries>("cva_d")};
constexpr Builtin cvdict_variants[] = {bind<dictionary_of>("cvdict_a")};
constexpr Builtin join_variants[] = {bind<join>("join_d")};

constexpr Command commands[] = {
    {"dict", "-> D", "A new empty dictionary.", bind<dict>()},
    {">>", "mark /k1 x1 .. /kn xn -> D", "A dictionary of keys and values; the first of equal keys wins.",
     raw<construct>()},
    {"get", "D /key -> x", "The value of a key.", get_variants},
    {"put", "D /key x ->", "Sets the value of a key, in place.", put_variants},
    {"known", "D /key -> b", "Has the dictionary this key?", known_variants},
    {"undef", "D /key ->", "Removes a key if it is there.", bind<undef>()},
    {"undef_", "D /key ->", "Removes a key if it is there.", bind<undef>("undef")},
    {"length", "D -> n", "Number of entries.", length_variants},
    {"empty", "D -> D b", "Is the dictionary empty? It stays.", empty_variants},
    {"keys", "D -> [/k1 ..]", "The keys, oldest names first.", keys_variants},
    {"values", "D -> [x1 ..]", "The values in the order of their keys.", values_variants},
    {"cva", "D -> [/k1 x1 ..]", "Keys and values in turn.", cva_variants},
    {"cvdict", "[/k1 x1 ..] -> D", "A dictionary of keys and values in turn.", cvdict_variants},
    {"join", "D1 D2 ->", "Copies all entries of D2 into D1.", join_variants},
    {"MergeDictionary", "D ->", "Defines all entries in the current dictionary.", bind<merge>()},
    {"clonedict", "D -> D copy", "A copy that shares the values.", bind<clone>()},
    {"cleardict", "D ->", "Removes all entries.", bind<clear>()},
    {"SubsetQ", "D1 D2 -> b", "Are all entries of D2 in D1, with equal values?", bind<contains_all>()},
    {"begin", "D ->", "Opens a dictionary: pushes it on the dictionary stack.", raw<begin>()},
    {"begin_", "D ->", "Opens a dictionary: pushes it on the dictionary stack.", raw<begin>("begin")},
    {"end", "->", "Closes the dictionary opened last.", raw<end>()},
    {"currentdict", "-> D", "The dictionary opened last.", bind<currentdict>()},
    {"dictstack", "-> [D ..]", "The open dictionaries, bottom first.", bind<dictstack>()},
    {"countdictstack", "-> n", "Number of open dictionaries.", bind<countdictstack>()},
    {"cleardictstack", "->", "Closes all dictionaries but systemdict and userdict.", bind<cleardictstack>()},
    {"restoredstack", "[D ..] ->", "Replaces the dictionary stack by what dictstack returned.",
     bind<restoredstack>()},
};

} // namespace

extern Module const dictionaries{"dictionaries", commands};

} // namespace sli
