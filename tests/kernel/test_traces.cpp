#include "tests/support/trace.hpp"

#include <filesystem>

namespace {

std::vector<std::string> traces() {
    std::vector<std::string> names;
    for (auto const& entry : std::filesystem::directory_iterator(NEST_TESTS "/reference/traces"))
        if (entry.path().extension() == ".json") names.push_back(entry.path().string());
    std::sort(names.begin(), names.end());
    return names;
}

} // namespace

TEST_CASE("networks behave as in the reference simulator") {
    for (std::string const& name : traces()) {
        DYNAMIC_SECTION(std::filesystem::path(name).stem().string()) {
            trace::Experiment experiment(trace::read(name));
            experiment.compare();
        }
    }
}

TEST_CASE("three threads give what one gives") {
    for (std::string const& name : traces()) {
        DYNAMIC_SECTION(std::filesystem::path(name).stem().string()) {
            trace::Experiment experiment(trace::read(name), 3);
            experiment.compare();
        }
    }
}
