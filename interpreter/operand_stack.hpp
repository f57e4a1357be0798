// The operand stack: contiguous values, with two empty ones below the bottom so that the loop may
// look at the types of the top two without asking how many there are.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "interpreter/value.hpp"

namespace sli {

class OperandStack {
public:
    OperandStack();
    OperandStack(OperandStack const&) = delete;
    OperandStack& operator=(OperandStack const&) = delete;
    ~OperandStack();

    std::size_t size() const { return std::size_t(top_ - bottom_); }
    bool empty() const { return top_ == bottom_; }
    Value& top(std::size_t depth = 0) { return top_[-1 - std::ptrdiff_t(depth)]; }
    Value const& top(std::size_t depth = 0) const { return top_[-1 - std::ptrdiff_t(depth)]; }
    void push(Value value) {
        if (top_ == limit_) grow();
        std::construct_at(top_++, std::move(value)); // cells from top_ on refer to nothing
    }
    Value pop() { return std::move(*--top_); }
    void drop(std::size_t count) {
        for (; count > 0; --count) Value const dropped = std::move(*--top_);
    }
    void clear() { drop(size()); }
    std::span<Value> values() { return {bottom_, size()}; } // bottom first
    std::span<Value const> values() const { return {bottom_, size()}; }
    void set_limit(std::size_t operands); // beyond: StackOverflow

private:
    friend class Engine;
    void grow();

    std::vector<Value> cells_;      // two empty ones, then the stack
    Value *bottom_, *top_, *limit_; // limit_: end of the cells, or of what may be used of them
    std::size_t most_ = 10'000'000;
};

} // namespace sli
