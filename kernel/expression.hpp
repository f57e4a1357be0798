// Numbers drawn or computed per node or per edge (the `Parameter` objects of the language).
#pragma once

#include <memory>
#include <string>

namespace nest {

// An immutable formula; copies share it.
class Expression {
public:
    static Expression constant(double value);

    std::string text() const; // for messages

    // The same formula object.
    friend bool operator==(Expression const& a, Expression const& b) { return a.term_ == b.term_; }

    class Term;

private:
    explicit Expression(std::shared_ptr<Term const> term);
    std::shared_ptr<Term const> term_;
};

} // namespace nest
