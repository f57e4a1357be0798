#include "interpreter/dictionary.hpp"

#include <algorithm>
#include <string>

#include "interpreter/error.hpp"

namespace sli {
namespace {

constexpr std::size_t linear_up_to = 8; // entries searched in line

std::size_t spread(NameId key, std::size_t mask) {
    return (static_cast<std::size_t>(key) * 0x9E3779B97F4A7C15U >> 32U) & mask;
}

} // namespace

Dictionary::Dictionary(Dictionary const& other)
    : Object(other)
    , entries_(other.entries_)
    , index_(other.index_) {}

Dictionary::~Dictionary() = default;

Value const* Dictionary::slot(NameId key) const {
    if (index_.empty()) {
        for (Entry const& entry : entries_)
            if (entry.key == key) return &entry.value;
        return nullptr;
    }
    std::size_t const mask = index_.size() - 1;
    for (std::size_t i = spread(key, mask); index_[i] != 0; i = (i + 1) & mask)
        if (Entry const& entry = entries_[index_[i] - 1]; entry.key == key) return &entry.value;
    return nullptr;
}

// Half full at most; rebuilt when that is exceeded.
void Dictionary::index() {
    std::size_t size = 4 * linear_up_to;
    while (size < 4 * entries_.size()) size *= 2;
    index_.assign(size, 0);
    for (std::size_t position = 0; position < entries_.size(); ++position) {
        std::size_t i = spread(entries_[position].key, size - 1);
        while (index_[i] != 0) i = (i + 1) & (size - 1);
        index_[i] = static_cast<std::uint32_t>(position + 1);
    }
}

Value* Dictionary::find(NameId key) {
    Value const* const found = slot(key);
    if (found && watcher_) watcher_->changed(key, found);
    return const_cast<Value*>(found);
}

void Dictionary::set(NameId key, Value value) {
    if (auto* const present = const_cast<Value*>(slot(key))) {
        *present = std::move(value);
        if (watcher_) watcher_->refresh(key, present);
        return;
    }
    if (watcher_) {
        if (entries_.size() == entries_.capacity()) watcher_->forget(*this); // slots are about to move
        watcher_->forget(key);
    }
    entries_.push_back({key, std::move(value)});
    if (index_.empty() ? entries_.size() > linear_up_to : 2 * entries_.size() > index_.size()) {
        index();
    } else if (!index_.empty()) {
        std::size_t const mask = index_.size() - 1;
        std::size_t i = spread(key, mask);
        while (index_[i] != 0) i = (i + 1) & mask;
        index_[i] = static_cast<std::uint32_t>(entries_.size());
    }
}

// Takes a key out of the index; the entries behind it close up, so that no search meets a hole.
void Dictionary::unindex(NameId key) {
    std::size_t const mask = index_.size() - 1;
    std::size_t hole = place(key);
    for (std::size_t i = (hole + 1) & mask; index_[i] != 0; i = (i + 1) & mask) {
        std::size_t const home = spread(entries_[index_[i] - 1].key, mask);
        if (((i - home) & mask) < ((i - hole) & mask)) continue; // it would come to lie before its home
        index_[hole] = index_[i];
        hole = i;
    }
    index_[hole] = 0;
}

// Where in the index a key that is there stands.
std::size_t Dictionary::place(NameId key) const {
    std::size_t const mask = index_.size() - 1;
    std::size_t i = spread(key, mask);
    while (entries_[index_[i] - 1].key != key) i = (i + 1) & mask;
    return i;
}

bool Dictionary::erase(NameId key) {
    Value const* const found = slot(key);
    if (!found) return false;
    auto const gap =
        std::find_if(entries_.begin(), entries_.end(), [&](Entry const& e) { return &e.value == found; });
    NameId const last = entries_.back().key;
    if (watcher_) {
        watcher_->forget(key);
        watcher_->forget(last); // it moves into the gap
    }
    if (!index_.empty()) {
        unindex(key);
        if (last != key) index_[place(last)] = static_cast<std::uint32_t>(gap - entries_.begin() + 1);
    }
    Value const dropped = std::move(gap->value); // dies last: its destructor may look at us
    if (last != key) *gap = std::move(entries_.back());
    entries_.pop_back();
    return true;
}

void Dictionary::clear() {
    if (watcher_) watcher_->forget(*this);
    index_.clear();
    auto const dropped = std::move(entries_); // dies last
    entries_.clear();
}

std::vector<NameId> Dictionary::keys() const {
    std::vector<NameId> keys;
    keys.reserve(entries_.size());
    for (Entry const& entry : entries_) keys.push_back(entry.key);
    std::sort(keys.begin(), keys.end());
    return keys;
}

DictionaryStack::~DictionaryStack() { cut(0); }

void DictionaryStack::push(Value dictionary) {
    if (stack_.size() >= most_)
        throw Error(ErrorKind::dict_stack_overflow)
            .with_hint("more than " + std::to_string(most_) + " open dictionaries");
    auto& entering = dictionary.object<Dictionary>();
    entering.watcher_ = this;
    ++entering.places_;
    for (auto const& entry : entering.entries_) bind(entry.key, &entry.value, stack_.size());
    stack_.push_back(std::move(dictionary));
}

void DictionaryStack::pop() {
    Value const leaving = std::move(stack_.back());
    stack_.pop_back();
    auto& dictionary = leaving.object<Dictionary>();
    forget(dictionary);
    if (--dictionary.places_ == 0) dictionary.watcher_ = nullptr;
}

void DictionaryStack::cut(std::size_t height) {
    while (stack_.size() > height) pop();
}

Value const* DictionaryStack::search(NameId name) {
    for (std::size_t place = stack_.size(); place > 0; --place)
        if (Value const* const found = stack_[place - 1].object<Dictionary>().slot(name))
            return bind(name, found, place - 1);
    return nullptr;
}

Value const* DictionaryStack::bind(NameId name, Value const* slot, std::size_t place) {
    binding(name) = {slot, static_cast<std::uint32_t>(place), opcode_of_bound(*slot)};
    return slot;
}

void DictionaryStack::forget(Dictionary const& dictionary) {
    for (auto const& entry : dictionary.entries_) forget(entry.key);
}

void DictionaryStack::forget_variants() {
    for (Binding& b : bindings_)
        if (b.slot) b.opcode = opcode_of_bound(*b.slot);
}

} // namespace sli
