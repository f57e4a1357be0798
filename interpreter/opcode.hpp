// What running a value means to the engine's loop, as one byte inside the value.
#pragma once

#include <cstdint>

namespace sli {

// The first group follows from the type. The second is carried by builtins: a builtin whose table
// entry names an opcode promises that, for the operand types given behind it, the engine's own
// few instructions do what the builtin does; with any other operands (or at the edge: overflow,
// too few operands) the builtin itself is called and decides, errors included.
enum class Opcode : std::uint8_t {
    push,        // held inline
    push_shared, // counts an owner
    name,
    procedure,
    literal_procedure,
    trie,
    source,
    call, // any other builtin
    // of bindings only: what a name leads to is not known yet; or ask the value it leads to
    unbound,
    bound,
    // stack
    pop,
    dup,
    exch,
    over,
    index, // integer
    rollu,
    rolld,
    // arithmetic and comparison; the suffix gives the operand types
    add_ii,
    add_dd,
    sub_ii,
    sub_dd,
    mul_ii,
    mul_dd,
    div_dd, // divisor not zero
    mod,    // integers, divisor not 0 or -1
    neg_i,
    neg_d,
    lt_ii,
    lt_dd,
    gt_ii,
    gt_dd,
    leq_ii,
    leq_dd,
    geq_ii,
    geq_dd,
    eq,  // two of integer, real, boolean, literal
    neq, // likewise
    and_bb,
    or_bb,
    not_b,
    // control and definition
    exec,   // procedure
    if_,    // boolean, procedure
    ifelse, // boolean, procedure, procedure
    def,    // literal, anything
    get_a,  // array, integer inside
};

} // namespace sli
