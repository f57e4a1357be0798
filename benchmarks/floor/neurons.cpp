// One plain scalar loop per family of neurons: the mathematics of the model, one neuron after the other, with
// the functions of libm. usage: neurons MODEL COUNT MS; prints the seconds as JSON.
#include "common.hpp"

#include <array>
#include <string>

namespace {

constexpr double h = 0.1; // ms

// Runge-Kutta-Fehlberg 4(5) with the step control of the simulator. `scale` gives the error allowed.
template <std::size_t n, class Slopes, class Scale, class After>
void integrate(std::array<double, n>& y, double& suggestion, Slopes slopes, Scale scale, After after) {
    using State = std::array<double, n>;
    State k1, k2, k3, k4, k5, k6, z, next, end{};
    double t = 0.0;
    while (t < h) {
        slopes(y, k1);
        for (;;) {
            double const left = h - t;
            bool const last = suggestion > left;
            double const s = last ? left : suggestion;
            for (std::size_t i = 0; i < n; ++i) z[i] = y[i] + s * (1.0 / 4.0 * k1[i]);
            slopes(z, k2);
            for (std::size_t i = 0; i < n; ++i) z[i] = y[i] + s * (3.0 / 32.0 * k1[i] + 9.0 / 32.0 * k2[i]);
            slopes(z, k3);
            for (std::size_t i = 0; i < n; ++i)
                z[i] =
                    y[i] + s * (1932.0 / 2197.0 * k1[i] - 7200.0 / 2197.0 * k2[i] + 7296.0 / 2197.0 * k3[i]);
            slopes(z, k4);
            for (std::size_t i = 0; i < n; ++i)
                z[i] = y[i] + s * (8341.0 / 4104.0 * k1[i] - 32832.0 / 4104.0 * k2[i] +
                                   29440.0 / 4104.0 * k3[i] - 845.0 / 4104.0 * k4[i]);
            slopes(z, k5);
            for (std::size_t i = 0; i < n; ++i)
                z[i] = y[i] +
                       s * (-6080.0 / 20520.0 * k1[i] + 41040.0 / 20520.0 * k2[i] -
                            28352.0 / 20520.0 * k3[i] + 9295.0 / 20520.0 * k4[i] - 5643.0 / 20520.0 * k5[i]);
            slopes(z, k6);
            for (std::size_t i = 0; i < n; ++i)
                next[i] = y[i] + s * (902880.0 / 7618050.0 * k1[i] + 3953664.0 / 7618050.0 * k3[i] +
                                      3855735.0 / 7618050.0 * k4[i] - 1371249.0 / 7618050.0 * k5[i] +
                                      277020.0 / 7618050.0 * k6[i]);
            if (scale.needs_slopes) slopes(next, end);
            double ratio = 0.0;
            for (std::size_t i = 0; i < n; ++i) {
                double const error = s * (1.0 / 360.0 * k1[i] - 128.0 / 4275.0 * k3[i] -
                                          2197.0 / 75240.0 * k4[i] + 1.0 / 50.0 * k5[i] + 2.0 / 55.0 * k6[i]);
                ratio = std::max(ratio, std::abs(error) / scale(s, end[i]));
            }
            if (ratio > 1.1) {
                double const shorter = s * std::max(0.2, 0.9 / std::pow(ratio, 1.0 / 5.0));
                if (shorter < s && t + shorter != t) {
                    suggestion = shorter;
                    continue;
                }
            }
            suggestion = ratio < 0.5 ? s * std::min(5.0, std::max(1.0, 0.9 / std::pow(ratio, 1.0 / 6.0))) : s;
            t = last ? h : t + s;
            y = next;
            break;
        }
        after(y);
    }
}

struct Absolute {
    static constexpr bool needs_slopes = false;
    double operator()(double, double) const { return 1e-3; }
};
struct Derivative {
    static constexpr bool needs_slopes = true;
    double operator()(double s, double slope) const { return 1e-6 * std::abs(s * slope) + 1e-6; }
};

struct IafPscExp {
    double V = -70.0, I_ex = 0.0, I_in = 0.0, current = 400.0;
    int waiting = 0;
    double leak = std::exp(-h / 10.0), fade = std::exp(-h / 2.0);
    double pull = 10.0 / 250.0 * (1.0 - leak), from = 10.0 * 2.0 / 250.0 / 8.0 * (leak - fade);
    bool step() {
        if (waiting == 0)
            V = -70.0 + leak * (V + 70.0) + from * I_ex + from * I_in + pull * current;
        else
            --waiting;
        I_ex *= fade;
        I_in *= fade;
        if (V < -55.0) return false;
        V = -70.0;
        waiting = 20;
        return true;
    }
};

struct IafCondExp {
    double V = -70.0, current = 400.0, suggestion = h;
    std::array<double, 3> y{-70.0, 0.0, 0.0};
    int waiting = 0;
    bool step() {
        y[0] = V;
        auto const slopes = [&](auto const& x, auto& d) {
            double const v = waiting > 0 ? -60.0 : std::min(x[0], -55.0);
            d[0] =
                waiting > 0 ? 0.0 : (-16.6667 * (v + 70.0) - x[1] * v - x[2] * (v + 85.0) + current) / 250.0;
            d[1] = -x[1] / 0.2;
            d[2] = -x[2] / 2.0;
        };
        integrate(y, suggestion, slopes, Absolute{}, [](auto&) {});
        V = y[0];
        if (waiting > 0) {
            --waiting;
            V = -60.0;
        } else if (V >= -55.0) {
            V = -60.0;
            waiting = 20;
            return true;
        }
        return false;
    }
};

struct AeifCondExp {
    double V = -70.6, current = 800.0, suggestion = h;
    std::array<double, 4> y{-70.6, 0.0, 0.0, 0.0};
    bool step() {
        bool spike = false;
        y[0] = V;
        auto const slopes = [&](auto const& x, auto& d) {
            double const v = std::min(x[0], 0.0);
            d[0] = (-30.0 * (v + 70.6) + 30.0 * 2.0 * std::exp((v + 50.4) / 2.0) - x[1] - x[2] * v -
                    x[3] * (v + 85.0) + current) /
                   281.0;
            d[1] = (4.0 * (v + 70.6) - x[1]) / 144.0;
            d[2] = -x[2] / 0.2;
            d[3] = -x[3] / 2.0;
        };
        integrate(y, suggestion, slopes, Derivative{}, [&](auto& x) {
            if (x[0] < 0.0) return;
            x[0] = -60.0;
            x[1] += 80.5;
            spike = true;
        });
        V = y[0];
        return spike;
    }
};

struct HhPscAlpha {
    double V = -65.0, current = 650.0, suggestion = h;
    std::array<double, 8> y{-65.0, 0.0529324852572496, 0.59612075350846, 0.317676914060697, 0, 0, 0, 0};
    int waiting = 0;
    bool step() {
        double const before = V;
        y[0] = V;
        auto const slopes = [&](auto const& x, auto& d) {
            double const v = x[0];
            double const a_n = 0.01 * (v + 55.0) / (1.0 - std::exp(-(v + 55.0) / 10.0));
            double const b_n = 0.125 * std::exp(-(v + 65.0) / 80.0);
            double const a_m = 0.1 * (v + 40.0) / (1.0 - std::exp(-(v + 40.0) / 10.0));
            double const b_m = 4.0 * std::exp(-(v + 65.0) / 18.0), a_h = 0.07 * std::exp(-(v + 65.0) / 20.0);
            double const b_h = 1.0 / (1.0 + std::exp(-(v + 35.0) / 10.0));
            double const n2 = x[3] * x[3];
            d[0] = (-(12000.0 * x[1] * x[1] * x[1] * x[2] * (v - 50.0) + 3600.0 * n2 * n2 * (v + 77.0) +
                      30.0 * (v + 54.402)) +
                    current + x[5] + x[7]) /
                   100.0;
            d[1] = a_m * (1.0 - x[1]) - b_m * x[1];
            d[2] = a_h * (1.0 - x[2]) - b_h * x[2];
            d[3] = a_n * (1.0 - x[3]) - b_n * x[3];
            d[4] = -x[4] / 0.2;
            d[5] = x[4] - x[5] / 0.2;
            d[6] = -x[6] / 2.0;
            d[7] = x[6] - x[7] / 2.0;
        };
        integrate(y, suggestion, slopes, Absolute{}, [](auto&) {});
        V = y[0];
        if (waiting > 0) {
            --waiting;
            return false;
        }
        if (!(V >= 0.0 && before > V)) return false;
        waiting = 20;
        return true;
    }
};

// Start values between -70 and -55 mV, as in the script.
template <class Neuron> void run(std::size_t count, double ms) {
    std::vector<Neuron> neurons(count);
    for (std::size_t i = 0; i < count; ++i)
        neurons[i].V = -70.0 + 15.0 * static_cast<double>(i) / static_cast<double>(count);
    auto const steps = static_cast<long>(ms / h + 0.5);
    long spikes = 0;
    double const begin = seconds();
    for (long s = 0; s < steps; ++s)
        for (Neuron& neuron : neurons) spikes += neuron.step() ? 1 : 0;
    std::printf("{\"simulate\": %.6f, \"spikes\": %ld}\n", seconds() - begin, spikes);
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 4) return 2;
    std::string const model = argv[1];
    auto const count = static_cast<std::size_t>(std::atol(argv[2]));
    double const ms = std::atof(argv[3]);
    if (model == "iaf_psc_exp") run<IafPscExp>(count, ms);
    if (model == "iaf_cond_exp") run<IafCondExp>(count, ms);
    if (model == "aeif_cond_exp") run<AeifCondExp>(count, ms);
    if (model == "hh_psc_alpha") run<HhPscAlpha>(count, ms);
}
