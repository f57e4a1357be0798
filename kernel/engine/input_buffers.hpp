// The input rows of one thread: one number per slot, one row per step of a slice. All rows are zero before
// input is delivered and after it was consumed.
#pragma once

#include "kernel/core/column.hpp"
#include "kernel/core/pages.hpp"

#include <cstddef>

namespace nest {

class InputBuffers {
public:
    void shape(std::size_t slots, std::size_t rows) {
        std::size_t const stride = padded(slots) + lane_group; // rows do not alias in the cache
        if (stride == stride_ && rows == rows_) return;
        stride_ = stride;
        rows_ = rows;
        values_ = Pages<double>(stride * rows);
    }
    double* row(std::size_t r) { return values_.data() + r * stride_; }
    double const* row(std::size_t r) const { return values_.data() + r * stride_; }
    std::size_t stride() const { return stride_; }
    std::size_t rows() const { return rows_; }
    std::size_t bytes() const { return values_.bytes(); }

private:
    std::size_t stride_ = 0;
    std::size_t rows_ = 0;
    Pages<double> values_;
};

} // namespace nest
