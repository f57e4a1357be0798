#include "interpreter/operand_stack.hpp"

#include <algorithm>

#include "interpreter/error.hpp"

namespace sli {
namespace {

constexpr std::size_t below = 2, first_size = 1024;

}

OperandStack::OperandStack()
    : cells_(first_size)
    , bottom_(cells_.data() + below)
    , top_(bottom_)
    , limit_(cells_.data() + cells_.size()) {}

OperandStack::~OperandStack() { clear(); }

void OperandStack::set_limit(std::size_t operands) {
    most_ = operands;
    limit_ = bottom_ + std::min(cells_.size() - below, std::max(size(), most_));
}

void OperandStack::grow() {
    std::size_t const used = size();
    if (used < most_ && used < cells_.size() - below) return set_limit(most_);
    if (used >= most_)
        throw Error(ErrorKind::stack_overflow)
            .with_hint("more than " + std::to_string(most_) + " operands on the stack");
    std::size_t const cells = below + std::min(most_, 2 * std::max(used, first_size));
    std::vector<Value> larger(cells);
    std::move(bottom_, top_, larger.data() + below);
    cells_ = std::move(larger);
    bottom_ = cells_.data() + below;
    top_ = bottom_ + used;
    limit_ = cells_.data() + cells;
}

} // namespace sli
