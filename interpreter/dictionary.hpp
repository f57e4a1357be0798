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
    Value* find(NameId key) { return const_cast<Value*>(slot(key)); }
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

// The dictionary stack and, per name, what it is bound to at the moment: a pointer to the slot in the
// topmost dictionary that has the name, found again by searching after that dictionary came or went.
class DictionaryStack {
public:
    DictionaryStack() = default;
    DictionaryStack(DictionaryStack const&) = delete;
    DictionaryStack& operator=(DictionaryStack const&) = delete;
    ~DictionaryStack();

    // The value a name has now, or none. The pointer holds until a dictionary is changed.
    Value const* find(NameId name) {
        auto const i = std::size_t(name);
        if (i < bound_.size() && bound_[i]) return bound_[i];
        return search(name);
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
    Value const* search(NameId name);
    void forget(NameId name) {
        if (std::size_t(name) < bound_.size()) bound_[std::size_t(name)] = nullptr;
    }
    void forget(Dictionary const& dictionary);
    Value const* bind(NameId name, Value const* slot);

    std::vector<Value> stack_;
    std::vector<Value const*> bound_; // by name id; null: search
    std::size_t most_ = 1'000'000;
};

} // namespace sli
