#include "kernel/expression.hpp"

#include <fmt/format.h>
#include <utility>

namespace nest {

class Expression::Term {
public:
    explicit Term(double value)
        : value_(value) {}
    std::string text() const { return fmt::format("{}", value_); }

private:
    double value_;
};

Expression::Expression(std::shared_ptr<Term const> term)
    : term_(std::move(term)) {}

Expression Expression::constant(double value) { return Expression(std::make_shared<Term const>(value)); }

std::string Expression::text() const { return term_->text(); }

} // namespace nest
