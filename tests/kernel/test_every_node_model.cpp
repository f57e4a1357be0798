// What every node model of the catalogue fulfils without a line of its own. Figures: tests/reference.
#include "tests/support/reference_models.hpp"

#include <array>
#include <bit>
#include <map>

using namespace reference;

namespace {

Json const& figures() {
    static Json const all = read("node_models.json");
    return all;
}

// Where we differ on purpose, or a mechanism is still missing.
bool differs(std::string const& model, std::string const& key) {
    return key == "stimulus_source" // setting what the status says is accepted
           || (model == "gamma_sup_generator" && key == "gamma_shape") // a shape below one is refused
           || (model == "pp_psc_delta" && key == "dead_time_shape");   // likewise
}

template <class Check> void for_every_model(Check check) {
    for (std::string const& name : Simulation().node_models()) {
        DYNAMIC_SECTION(name) {
            INFO(name);
            check(name, figures().at(name));
        }
    }
}

bool is_neuron(Json const& model) { return model["element_type"] == "neuron"; }

Properties const all_to_all{{"rule", "all_to_all"}};

void connect(Simulation& s, NodeCollection const& from, NodeCollection const& to, std::string const& synapse,
             std::int64_t receptor = 0, double weight = 1.0) {
    Properties const syn{
        {"synapse_model", Literal{synapse}}, {"receptor_type", receptor}, {"weight", weight}};
    s.connect(from, to, all_to_all, std::array{syn});
}

std::vector<std::string> words(Json const& list) { return list.get<std::vector<std::string>>(); }

} // namespace

TEST_CASE("names of node models are those of the reference, in its order") {
    check_names(Simulation().node_models(), figures());
}

TEST_CASE("defaults of a node model have the values and types of the reference") {
    Simulation const s;
    for_every_model([&](std::string const& name, Json const& model) {
        Json figures = model["defaults"];
        for (auto const* key : {"recordables"})
            if (differs(name, key)) figures.erase(key);
        check_defaults(s.defaults(name), figures);
    });
}

TEST_CASE("a parameter of a node is read back as it was set, and refused as in the reference") {
    for_every_model([](std::string const& name, Json const& model) {
        Simulation s;
        for (auto const& [key, outcomes] : model["set"].items()) {
            if (differs(name, key)) continue;
            Json const& initial = model["defaults"][key];
            bool const whole = initial[0] == "integer";
            std::map<std::string, Property> const values{
                {"default", property(initial)},
                {"minus_one", whole ? Property(-1) : Property(-1.0)},
                {"zero", whole ? Property(0) : Property(0.0)},
                {"double", 1.5},
            };
            for (auto const& [value, expected] : outcomes.items()) {
                auto const node = s.create(name, 1);
                auto const before = s.status(node.first());
                INFO(key << " set to " << brief(values.at(value)));
                CHECK(outcome([&] { s.set(node, {{key, values.at(value)}}); }) == expected);
                auto const after = s.status(node.first());
                if (expected == "ok" && initial[0] != "dictionary") // an empty one changes nothing
                    CHECK(after.at(key) == values.at(value));
                else
                    CHECK(after == before);
            }
        }
    });
}

TEST_CASE("a parameter of a node takes other values") {
    for_every_model([](std::string const& name, Json const& model) {
        Simulation s;
        for (auto const& [key, outcomes] : model["set"].items()) {
            Json const& initial = model["defaults"][key];
            if (outcomes["default"] != "ok" || initial[0] != "double") continue;
            if (outcomes.value("zero", "ok") == "ok" || std::abs(number(initial[1])) > 1e9) continue;
            double const value = 1.5 * number(initial[1]); // whole steps stay whole, signs stay
            INFO(key << " set to " << value);
            auto const node = s.create(name, 1);
            std::string const result = outcome([&] { s.set(node, {{key, value}}); });
            if (s.defaults(name).contains("Ca") && (key == "tau_Ca" || key == "beta_Ca"))
                CHECK(result == "NotImplemented"); // structural plasticity
            else if (result == "ok")
                CHECK(s.get(node.first(), key) == Property(value));
            else
                CHECK(
                    (result == "BadProperty" || result.ends_with("MultipleRequired"))); // with other defaults
        }
    });
}

TEST_CASE("unknown keys and values of a wrong type leave a node as it was") {
    for_every_model([](std::string const& name, Json const& model) {
        Simulation s;
        auto const node = s.create(name, 1);
        auto const before = s.status(node.first());
        CHECK(outcome([&] { s.set(node, {{"no_such_key", 1.0}}); }) == "DictError");
        CHECK(outcome([&] { s.set_defaults(name, {{"no_such_key", 1.0}}); }) == "DictError");
        for (auto const& [key, outcomes] : model["set"].items()) {
            if (outcomes["default"] == "DictError" || model["defaults"][key][0] == "dictionary") continue;
            INFO(key << " set to a dictionary");
            CHECK(outcome([&] { s.set(node, {{key, Properties{{"x", 1}}}}); }) == "TypeMismatch");
            if (model["defaults"][key][0] != "double" || key == "Ca") continue;
            INFO(key << " set to a text, then to something that is not a number");
            CHECK(outcome([&] { s.set(node, {{key, "text"}}); }) == "TypeMismatch");
            CHECK(outcome([&] { s.set(node, {{key, std::nan("")}}); }) != "ok");
        }
        CHECK(s.status(node.first()) == before);
    });
}

TEST_CASE("a node accepts what the reference accepts at its receptors") {
    for_every_model([](std::string const& name, Json const& model) {
        Simulation s;
        auto const parrot = s.create("parrot_neuron", 1), node = s.create(name, 1);
        auto const current = s.create("dc_generator", 1), recorder = s.create("spike_recorder", 1);
        for (auto const& [receptor, expected] : model["spike_receptors"].items()) {
            INFO("spikes at receptor " << receptor);
            CHECK(outcome([&] { connect(s, parrot, node, "static_synapse", std::stoll(receptor)); }) ==
                  expected);
        }
        for (auto const& [receptor, expected] : model["current_receptors"].items()) {
            INFO("a current at receptor " << receptor);
            CHECK(outcome([&] { connect(s, current, node, "static_synapse", std::stoll(receptor)); }) ==
                  expected);
        }
        INFO("plastic synapse, meter, recorder");
        CHECK(outcome([&] { connect(s, parrot, node, "stdp_synapse"); }) == model["stdp_target"]);
        CHECK(outcome([&] { connect(s, node, recorder, "static_synapse"); }) == model["to_spike_recorder"]);
        auto const meter = s.create("multimeter", 1);
        if (!differs(name, "recordables"))
            CHECK(outcome([&] { connect(s, meter, node, "static_synapse"); }) == model["multimeter"]);
    });
}

// ---------------------------------------------------------------- how neurons run

namespace {

struct Setting {
    std::int64_t count;
    std::int64_t threads = 1;
    bool columns = false; // constants of their own: the last neuron differs
    double interval = 0.1;
    double ms = 8.0;
};

using Recorded = std::map<std::string, std::vector<double>>; // of the first neurons only

void make_last_differ(Simulation& s, NodeCollection const& nodes, Json const& model) {
    auto const last = nodes.slice(nodes.size() - 1, nodes.size());
    for (auto const* key : {"tau_minus", "I_e", "tau_m"})
        if (model["defaults"].contains(key))
            return s.set(last, {{key, number(model["defaults"][key][1]) + 1.0}});
}

// Conductances of single receptors: a run ends when a negative weight arrives.
bool refuses_negative_weights(std::string const& model) {
    for (auto const* name : {"aeif_cond_alpha_multisynapse", "aeif_cond_beta_multisynapse",
                             "gif_cond_exp_multisynapse", "glif_cond", "iaf_cond_alpha_mc"})
        if (model == name) return true;
    return false;
}

void stimulate(Simulation& s, std::string const& name, NodeCollection const& nodes, Json const& model) {
    Properties const times{{"spike_times", std::vector<double>{1.0, 1.1, 1.5, 2.3, 3.0, 4.4}}};
    Properties const pulse{{"amplitude", 250.0}, {"start", 0.5}, {"stop", 6.0}};
    auto const spikes = s.create("spike_generator", 1, times), current = s.create("dc_generator", 1, pulse);
    for (auto const& [receptor, expected] : model["spike_receptors"].items())
        for (double const weight : {3.0, -0.5})
            if (expected == "ok" && (weight > 0.0 || !refuses_negative_weights(name)))
                outcome([&] { connect(s, spikes, nodes, "static_synapse", std::stoll(receptor), weight); });
    for (auto const& [receptor, expected] : model["current_receptors"].items())
        if (expected == "ok") connect(s, current, nodes, "static_synapse", std::stoll(receptor));
}

Recorded run(std::string const& name, Json const& model, Setting const& with, std::int64_t report) {
    Simulation s;
    s.set_kernel_status({{"local_num_threads", with.threads}});
    auto const nodes = s.create(name, with.count);
    if (with.columns) make_last_differ(s, nodes, model);
    stimulate(s, name, nodes, model);
    auto const recorder = s.create("spike_recorder", 1);
    connect(s, nodes.slice(0, report), recorder, "static_synapse");
    PropertyList from;
    for (auto const& quantity : words(model["recordables"])) from.emplace_back(Literal{quantity});
    Properties const sampling{{"record_from", Property(from)}, {"interval", with.interval}};
    auto const meter = s.create("multimeter", 1, sampling);
    if (!from.empty()) connect(s, meter, nodes.slice(0, report), "static_synapse");
    s.simulate(with.ms);
    Recorded recorded;
    for (auto const& device : {recorder, meter}) {
        Property const events = s.get(device.first(), "events");
        for (auto const& [key, column] : to_map(events))
            recorded[(device == meter ? "sampled " : "spikes ") + key] = *to_doubles(column);
    }
    return recorded;
}

void check_equal(Recorded const& a, Recorded const& b) {
    REQUIRE(a.size() == b.size());
    for (auto const& [key, values] : a) {
        INFO(key);
        auto const& others = b.at(key);
        REQUIRE(values.size() == others.size());
        for (std::size_t i = 0; i < values.size(); ++i) {
            INFO("at " << i << ": " << values[i] << " and " << others[i]);
            REQUIRE(std::bit_cast<std::uint64_t>(values[i]) == std::bit_cast<std::uint64_t>(others[i]));
        }
    }
}

} // namespace

TEST_CASE("recordables of a neuron record numbers") {
    for_every_model([](std::string const& name, Json const& model) {
        if (!is_neuron(model)) return;
        auto const recorded = run(name, model, {.count = 2}, 2);
        for (auto const& quantity : words(model["recordables"])) {
            INFO(quantity);
            auto const& values = recorded.at("sampled " + quantity);
            CHECK(values.size() == 2 * 70); // of 80 steps, without the last slice
            CHECK(std::all_of(values.begin(), values.end(), [](double x) { return std::isfinite(x); }));
        }
    });
}

TEST_CASE("neurons with constants of their own compute the same bits") {
    for_every_model([](std::string const& name, Json const& model) {
        if (!is_neuron(model)) return;
        check_equal(run(name, model, {.count = 5}, 4), run(name, model, {.count = 5, .columns = true}, 4));
    });
}

TEST_CASE("neither the size of a population nor the number of threads changes a bit of a neuron") {
    for_every_model([](std::string const& name, Json const& model) {
        if (!is_neuron(model)) return;
        auto const few = run(name, model, {.count = 4, .interval = 0.5, .ms = 5.0}, 4);
        check_equal(few, run(name, model, {.count = 515, .interval = 0.5, .ms = 5.0}, 4));
        auto const many = run(name, model, {.count = 515, .interval = 1.0, .ms = 3.0}, 515);
        check_equal(many, run(name, model, {.count = 515, .threads = 3, .interval = 1.0, .ms = 3.0}, 515));
    });
}
