// What every synapse model of the catalogue fulfils without a line of its own. Figures: tests/reference.
#include "tests/support/reference_models.hpp"

#include <array>
#include <bit>
#include <map>

using namespace reference;

namespace {

Json const& figures() {
    static Json const all = read("synapse_models.json");
    return all;
}

// Models of PyNN, which the reference knows as an extension only.
bool is_extension(std::string const& name) {
    return name.starts_with("simple_stochastic") || name.starts_with("stochastic_stp");
}

// Synapses that are modulated need a transmitter before they are connected.
void assign_transmitter(Simulation& s, std::string const& model) {
    Properties const defaults = s.defaults(model);
    auto const* const known = defaults.find("volume_transmitter");
    if (!known || !known->get_if<NodeCollection>()->empty()) return;
    auto const transmitter = s.create("volume_transmitter", 1);
    s.set_defaults(model, {{"volume_transmitter", transmitter}});
}

template <class Check> void for_every_model(Check check) {
    for (std::string const& name : Simulation().synapse_models()) {
        DYNAMIC_SECTION(name) {
            INFO(name);
            if (!is_extension(name)) check(name, figures().at(name));
        }
    }
}

// Where we differ on purpose.
bool differs(std::string const& key) {
    return key == "synapse_label"; // setting what the status says (-1: none) is accepted
}

struct Pair {
    Simulation s;
    NodeCollection source, target;
    Pair(Json const& model) {
        source = s.create(model["source"].get<std::string>(), 1);
        target = s.create(model["target"].get<std::string>(), 1);
    }
    void connect(std::string const& model, Properties syn = {}) {
        assign_transmitter(s, model);
        syn.set("synapse_model", Literal{model});
        s.connect(source, target, {{"rule", "all_to_all"}}, std::array{syn});
    }
    Connection connection() { return s.connections({})->front(); }
};

} // namespace

TEST_CASE("names of synapse models are those of the reference, in its order") {
    auto names = Simulation().synapse_models();
    std::erase_if(names, is_extension);
    check_names(names, figures());
}

TEST_CASE("defaults of a synapse model have the values and types of the reference") {
    Simulation const s;
    for_every_model([&](std::string const& name, Json const& model) {
        check_defaults(s.defaults(name), model["defaults"]);
    });
}

TEST_CASE("a parameter of a synapse is read back as it was set, and refused as in the reference") {
    for_every_model([](std::string const& name, Json const& model) {
        for (auto const& [key, outcomes] : model["set"].items()) {
            if (outcomes.empty() || differs(key)) continue;
            Json const& initial = model["defaults"][key];
            for (auto const& [value, whole] : std::map<std::string, int>{{"minus_one", -1}, {"zero", 0}}) {
                if (!outcomes.contains("setdefaults_" + value)) continue;
                Property const x =
                    initial[0] == "integer" ? Property(whole) : Property(static_cast<double>(whole));
                INFO(key << " set to " << brief(x));
                Pair made(model), set(model);
                // The reference lets a weight pass that does not fit its bounds, until it is set again.
                bool const bound = key == "weight" && outcomes["setdefaults_" + value] == "BadProperty";
                std::string expected = outcomes[(bound ? "setdefaults_" : "connect_") + value];
                auto const result = outcome([&] { made.connect(name, {{key, x}}); });
                CHECK(result == expected);
                if (result == "ok" && key != "receptor_type")
                    CHECK(made.s.status(made.connection()).at(key) == x);
                set.connect(name);
                auto const before = set.s.status(set.connection());
                expected = outcomes["setconn_" + value];
                CHECK(outcome([&] { set.s.set(std::array{set.connection()}, {{key, x}}); }) == expected);
                if (expected == "ok")
                    CHECK(set.s.status(set.connection()).at(key) == x);
                else
                    CHECK(set.s.status(set.connection()) == before);
                auto const defaults = set.s.defaults(name);
                expected = outcomes["setdefaults_" + value];
                CHECK(outcome([&] { set.s.set_defaults(name, {{key, x}}); }) == expected);
                if (expected == "ok")
                    CHECK(set.s.defaults(name).at(key) == x);
                else
                    CHECK(set.s.defaults(name) == defaults);
            }
        }
    });
}

TEST_CASE("unknown keys and values of a wrong type leave a synapse as it was") {
    for_every_model([](std::string const& name, Json const& model) {
        Pair pair(model);
        assign_transmitter(pair.s, name);
        auto const defaults = pair.s.defaults(name);
        CHECK(outcome([&] { pair.connect(name, {{"no_such_key", 1.0}}); }) == "DictError");
        CHECK(outcome([&] { pair.s.set_defaults(name, {{"no_such_key", 1.0}}); }) == "DictError");
        for (auto const& [key, outcomes] : model["set"].items()) {
            if (outcomes.value("setdefaults_default", "") != "ok") continue;
            INFO(key << " set to a text");
            CHECK(outcome([&] { pair.s.set_defaults(name, {{key, "text"}}); }) == "TypeMismatch");
            CHECK(outcome([&] { pair.connect(name, {{key, "text"}}); }) != "ok");
        }
        CHECK(pair.s.defaults(name) == defaults);
        CHECK(pair.s.connections({})->empty());
    });
}

TEST_CASE("a synapse has the status keys of the reference and accepts its sources") {
    for_every_model([](std::string const& name, Json const& model) {
        Pair pair(model);
        pair.connect(name);
        auto const status = pair.s.status(pair.connection());
        for (Json const& key : model["status_keys"]) {
            INFO(key);
            CHECK((status.contains(key.get<std::string>()) || is_about_the_program(key)));
        }
        auto const models = pair.s.node_models();
        for (auto const& [source, expected] : model["sources"].items()) {
            if (std::find(models.begin(), models.end(), source) == models.end()) continue;
            INFO("from " << source);
            Pair other(model);
            other.source = other.s.create(source, 1);
            CHECK(outcome([&] { other.connect(name); }) == expected);
        }
        CHECK(outcome([&] { pair.connect(name, {{"receptor_type", 1}}); }) == model["receptor_1"]);
        pair.target = pair.s.create("spike_recorder", 1);
        // A recorder hears its sources directly, so what a synapse drops by chance cannot be left out.
        bool const by_chance = name.starts_with("bernoulli") || name.starts_with("quantal");
        std::string const expected = by_chance ? "NotImplemented" : model["to_spike_recorder"];
        CHECK(outcome([&] { pair.connect(name); }) == expected);
    });
}

// ---------------------------------------------------------------- how synapses run

namespace {

using Weights = std::map<std::string, std::vector<double>>;

// Ten relays that fire irregularly, onto five neurons that are driven to fire; every state of every edge.
Weights run(std::string const& name, std::int64_t threads, double piece) {
    Simulation s;
    s.set_kernel_status({{"local_num_threads", threads}});
    auto const relays = s.create("parrot_neuron", 10), targets = s.create("parrot_neuron", 5);
    Properties const everyone{{"rule", "all_to_all"}}, one_by_one{{"rule", "one_to_one"}};
    Properties const plain{{"synapse_model", Literal{"static_synapse"}}};
    auto const noise = s.create("poisson_generator", 1, {{"rate", 150.0}});
    s.connect(noise, relays + targets, everyone, std::array{plain});
    assign_transmitter(s, name);
    Properties const defaults = s.defaults(name);
    if (auto const* t = defaults.find("volume_transmitter"))
        s.connect(relays.slice(0, 2), to_nodes(*t), everyone, std::array{plain});
    for (double const delay : {1.0, 1.7}) {
        Properties const syn{{"synapse_model", Literal{name}}, {"delay", delay}};
        s.connect(relays, targets, everyone, std::array{syn});
    }
    for (double t = 0.0; t < 59.0; t += piece) s.simulate(piece);
    auto const edges = s.connections({{}, {}, name, {}});
    Weights states;
    for (auto const& [key, value] : s.status(edges->front()))
        if (value.holds<double>()) {
            auto const column = s.get(*edges, key);
            states[key] = *to_doubles(column);
        }
    states["t_spike"] = *to_doubles(Property(std::vector<double>{}));
    for (NodeId const id : targets) states["t_spike"].push_back(to_double(s.get(id, "t_spike")));
    return states;
}

void check_equal(Weights const& a, Weights const& b) {
    REQUIRE(a.size() == b.size());
    for (auto const& [key, values] : a) {
        INFO(key);
        REQUIRE(values.size() == b.at(key).size());
        for (std::size_t i = 0; i < values.size(); ++i)
            REQUIRE(std::bit_cast<std::uint64_t>(values[i]) == std::bit_cast<std::uint64_t>(b.at(key)[i]));
    }
}

} // namespace

TEST_CASE("neither threads nor the pieces of a run change a bit of a synapse") {
    for_every_model([](std::string const& name, Json const& model) {
        if (model["connect"] != "ok") return;
        auto const one = run(name, 1, 60.0);
        check_equal(one, run(name, 3, 60.0));
        check_equal(one, run(name, 2, 4.0));
    });
}
