// The randomness of a network: every draw is a function of a key, never of who computes it or when.
//
//   key      low   the seed
//            high  engine (3 bits), purpose (5 bits), upper 24 bits of the step
//   counter  0     number of the block within the stream
//            1, 2  the entity: a node; a target and the number of its edge; a device's edge and a step
//            3     ordinal of the Connect call, of the call that sets a parameter, or id of the device
#pragma once

#include "kernel/errors.hpp"
#include "kernel/random/philox.hpp"

#include <array>
#include <cstdint>

namespace nest {

// What a draw is for; streams of different purposes never meet.
enum class Purpose : std::uint8_t {
    parameter = 1,      // a value set on a node
    rule,               // who is connected
    rule_total,         // how a number of edges is divided among targets
    edge,               // weights, delays and parameters of edges
    stimulation,        // generators, per target and step
    stimulation_common, // generators, one draw for all targets
    neuron,             // stochastic neurons
    synapse,            // stochastic synapses
    position,           // positions of spatial nodes
    apply,              // values asked for one by one
    third_factor,
    structure, // structural plasticity
};

// A field of a key that is 32 bits wide; a larger number would silently meet another stream.
inline philox::Word key_field(std::int64_t value) {
    if (value < 0 || value > 0xffffffffLL)
        throw KernelException("Too many nodes, edges or calls for one random stream.");
    return static_cast<philox::Word>(value);
}

// Words of one stream, one after the other.
class Rng {
public:
    Rng(philox::Key key, philox::Words counter)
        : key_(key)
        , counter_(counter) {}

    std::uint32_t word() {
        if (next_ == filled_) refill();
        return words_[next_++];
    }
    std::uint64_t long_word() {
        std::uint64_t const low = word();
        return std::uint64_t{word()} << 32 | low;
    }
    // In [0, 1), 53 bits.
    double uniform() { return static_cast<double>(long_word() >> 11) * 0x1p-53; }
    // In (0, 1): the middle of one of 2^52 equal intervals.
    double open_uniform() { return (static_cast<double>(long_word() >> 12) + 0.5) * 0x1p-52; }

    // 0 <= result < n, all equally likely (Lemire 2019). n >= 1.
    std::uint64_t below(std::uint64_t n) {
        if (n > 0xffffffffu) return below_large(n);
        std::uint64_t product = std::uint64_t{word()} * n;
        if (static_cast<std::uint32_t>(product) < n) {
            auto const bound = static_cast<std::uint32_t>(n);
            std::uint32_t const biased = (0u - bound) % bound;
            while (static_cast<std::uint32_t>(product) < biased) product = std::uint64_t{word()} * n;
        }
        return product >> 32;
    }

private:
    std::uint64_t below_large(std::uint64_t n);

    // Short streams need one block, long ones are filled in the widest form.
    void refill() {
        std::size_t const blocks = filled_ == 0 ? 1 : 16;
        philox::blocks(counter_, key_, blocks, words_.data());
        counter_[0] += static_cast<philox::Word>(blocks);
        if (counter_[0] < blocks) throw KernelException("A random stream is used up.");
        filled_ = static_cast<std::uint32_t>(4 * blocks);
        next_ = 0;
    }

    philox::Key key_;
    philox::Words counter_;
    std::uint32_t next_ = 0, filled_ = 0;
    std::array<philox::Word, 64> words_;
};

class RandomStreams {
public:
    RandomStreams() = default;
    RandomStreams(std::uint32_t seed, unsigned engine)
        : seed_(seed)
        , engine_(engine) {}

    std::uint32_t seed() const { return seed_; }

    // For bulk draws; `step_block` is the part of a step that does not fit the counter.
    philox::Key key(Purpose purpose, std::uint64_t upper_step = 0) const {
        if (upper_step >> 24) throw KernelException("Time is too long for the random streams.");
        return {seed_,
                static_cast<philox::Word>(engine_ << 29 | static_cast<unsigned>(purpose) << 24 | upper_step)};
    }

    Rng rng(Purpose purpose, std::int64_t ordinal, std::int64_t entity, std::int64_t second = 0) const {
        return {key(purpose), {0, key_field(entity), key_field(second), key_field(ordinal)}};
    }
    // The stream of a spike at a stochastic edge. `edge` is one of `synapse`'s edges into the target, by
    // number; `repetition` tells spikes of one source with one stamp apart.
    Rng at_edge(std::int64_t target, std::uint32_t synapse, std::uint32_t edge, std::int64_t step,
                std::uint32_t repetition) const {
        if (synapse >> 9 || edge >> 23 || repetition >> 12)
            throw KernelException("Too many stochastic edges or spikes for one random stream.");
        auto const s = static_cast<std::uint64_t>(step);
        return {key(Purpose::synapse, s >> 32),
                {repetition << 20, key_field(target), static_cast<philox::Word>(s), synapse << 23 | edge}};
    }
    // The stream of an entity in a step.
    Rng at_step(Purpose purpose, std::int64_t ordinal, std::int64_t entity, std::int64_t step) const {
        auto const s = static_cast<std::uint64_t>(step);
        return {key(purpose, s >> 32),
                {0, key_field(entity), static_cast<philox::Word>(s), key_field(ordinal)}};
    }

private:
    std::uint32_t seed_ = 143202461;
    unsigned engine_ = 0; // index of rng_type among the known types
};

} // namespace nest
