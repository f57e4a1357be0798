#include "interpreter/command.hpp"

#include "interpreter/dictionary.hpp"

namespace sli {

// The alternative for a type among those that begin at `link`, made if there is none: specific types
// in the order of their coming, `any` last. Returns its number, or -1 if a leaf is in the way.
std::int32_t Overloads::alternative_for(std::int32_t first, std::int32_t parent, Type operand) {
    std::int32_t previous = -1, at = first;
    for (; at >= 0; previous = at, at = nodes_[std::size_t(at)].alternative) {
        Node const& node = nodes_[std::size_t(at)];
        if (!node.leaf.is(Type::none)) return -1;
        if (node.type == operand) return at;
        if (node.type == Type::any) break;
    }
    auto const made = static_cast<std::int32_t>(nodes_.size());
    nodes_.push_back({operand, -1, at, {}});
    if (previous >= 0)
        nodes_[std::size_t(previous)].alternative = made;
    else if (parent >= 0)
        nodes_[std::size_t(parent)].next = made;
    else
        root_ = made;
    return made;
}

Overloads::Insertion Overloads::insert(std::span<Type const> types, Value leaf) {
    forget();
    std::int32_t first = root_, parent = -1;
    for (std::size_t depth = types.size(); depth > 0; --depth) {
        std::int32_t const at = alternative_for(first, parent, types[depth - 1]);
        if (at < 0) return Insertion::done; // a shorter list hides this one
        parent = at;
        first = nodes_[std::size_t(at)].next;
    }
    if (first < 0) {
        nodes_[std::size_t(parent)].next = static_cast<std::int32_t>(nodes_.size());
        nodes_.push_back({Type::none, -1, -1, std::move(leaf)});
    } else if (nodes_[std::size_t(first)].leaf.is(Type::none)) {
        return Insertion::ambiguous;
    } else {
        nodes_[std::size_t(first)].leaf = std::move(leaf);
    }
    return Insertion::done;
}

Overloads::Selection Overloads::find(Value const* top, std::size_t height) const {
    std::int32_t first = root_;
    for (std::size_t depth = 0;; ++depth) {
        if (first >= 0 && !nodes_[std::size_t(first)].leaf.is(Type::none))
            return {&nodes_[std::size_t(first)].leaf, depth};
        if (depth >= height) return {nullptr, depth};
        Type const operand = top[-1 - std::ptrdiff_t(depth)].type();
        std::int32_t at = first;
        while (at >= 0 && nodes_[std::size_t(at)].type != operand &&
               nodes_[std::size_t(at)].type != Type::any)
            at = nodes_[std::size_t(at)].alternative;
        if (at < 0) return {nullptr, depth};
        first = nodes_[std::size_t(at)].next;
    }
}

Failure Overloads::mismatch(std::size_t depth, std::size_t height) {
    return depth >= height ? underflow(depth + 1, height) : wrong_type(depth);
}

Value const& Overloads::select(Value const* top, std::size_t height) const {
    auto const [leaf, depth] = find(top, height);
    if (!leaf) throw Error(mismatch(depth, height));
    return *leaf;
}

void Overloads::forget() {
    recent_.fill({});
    opcode_ = Opcode::trie;
    if (watcher_) watcher_->forget_variants();
}

// Short cuts look at types themselves. One that takes more types than those it was chosen for may
// stand for the set only if every type leads to the same variant.
bool Overloads::is_variant_for_all(Opcode opcode, Value const& leaf) const {
    constexpr int types = 64; // more than there are
    auto const chosen = [&](Type top, Type below) {
        std::int32_t at = root_;
        for (Type const operand : {top, below}) {
            while (at >= 0 && nodes_[std::size_t(at)].type != operand &&
                   nodes_[std::size_t(at)].type != Type::any)
                at = nodes_[std::size_t(at)].alternative;
            if (at < 0) return false;
            at = nodes_[std::size_t(at)].next;
            if (&nodes_[std::size_t(at)].leaf == &leaf) return true;
        }
        return false;
    };
    for (int t = 1; t < types; ++t) {
        if (opcode == Opcode::def && !chosen(Type(t), Type::literal)) return false;
        if (opcode != Opcode::eq && opcode != Opcode::neq) continue;
        for (int u = 1; u < int(Type::string); ++u)
            if (t < int(Type::string) && !chosen(Type(t), Type(u))) return false;
    }
    return true;
}

void Overloads::assign(std::vector<Node> nodes, std::int32_t root) {
    nodes_ = std::move(nodes);
    root_ = root;
    forget();
}

} // namespace sli
