// Dictionaries and the dictionary stack.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "interpreter/names.hpp"
#include "interpreter/value.hpp"

namespace sli {

class DictionaryStack;

// Literal keys -> values, shared by reference. Few entries are searched in line, more of them
// through an open-addressed index. Whoever looks at the keys sees them in the order of name ids.
class Dictionary final : public Object {
public:
    static constexpr Type type = Type::dictionary;
    struct Entry {
        NameId key;
        Value value;
    };

    Dictionary() = default;
    Dictionary(Dictionary const& other);
    ~Dictionary() override;

    std::size_t size() const { return entries_.size(); }
    bool contains(NameId key) const { return slot(key) != nullptr; }
    Value const* find(NameId key) const { return slot(key); }
    Value* find(NameId key); // for writing
    void set(NameId key, Value value);
    bool erase(NameId key); // was it there?
    void clear();

    std::vector<NameId> keys() const; // in the order of name ids
    // Calls visit(NameId, Value const&) in the order of name ids; entries may not change meanwhile.
    template <class Visit> void for_each(Visit&& visit) const {
        for (NameId key : keys()) visit(key, *find(key));
    }

private:
    friend class DictionaryStack;
    Value const* slot(NameId key) const;
    void index();
    void unindex(NameId key);
    std::size_t place(NameId key) const;

    std::vector<Entry> entries_;
    std::vector<std::uint32_t> index_;   // position + 1, 0 = free; empty while there are few entries
    DictionaryStack* watcher_ = nullptr; // told of keys that come, go or move while we are on its stack
    std::uint32_t places_ = 0;           // on that stack
};

// The dictionary stack and, per name, what it is bound to at the moment (Binding): found again by
// searching after the dictionary that had the name came or went.
class DictionaryStack {
public:
    explicit DictionaryStack(NameTable& names)
        : bindings_(names.bindings()) {}
    DictionaryStack(DictionaryStack const&) = delete;
    DictionaryStack& operator=(DictionaryStack const&) = delete;
    ~DictionaryStack();

    // The value a name has now, or none. The pointer holds until a dictionary is changed.
    Value const* find(NameId name) {
        Value const* const slot = binding(name).slot;
        return slot ? slot : search(name);
    }
    void define(NameId name, Value value) { top().set(name, std::move(value)); } // in the top dictionary

    void push(Value dictionary); // begin
    void pop();                  // end; the caller has checked the height
    Dictionary& top() const { return stack_.back().object<Dictionary>(); }
    std::size_t height() const { return stack_.size(); }
    std::vector<Value> const& values() const { return stack_; } // bottom first
    void cut(std::size_t height);
    void set_limit(std::size_t dictionaries) { most_ = dictionaries; } // beyond: DictStackOverflow

private:
    friend class Dictionary;
    friend class Engine;
    friend class Overloads;
    Binding& binding(NameId name) { return bindings_[std::size_t(name)]; }
    Value const* search(NameId name);
    Value const* bind(NameId name, Value const* slot, std::size_t place);
    void forget(NameId name) { binding(name) = {}; }
    void forget(Dictionary const& dictionary);
    void forget_variants(); // an overload set has changed
    // The value in a slot may be exchanged any time; it has been exchanged.
    void changed(NameId name, Value const* slot) {
        if (binding(name).slot == slot) binding(name).opcode = Opcode::bound;
    }
    void refresh(NameId name, Value const* slot) {
        if (binding(name).slot == slot) binding(name).opcode = opcode_of_bound(*slot);
    }

    std::vector<Value> stack_;
    std::vector<Binding>& bindings_; // by name id
    std::size_t most_ = 1'000'000;
};

} // namespace sli
