#include "stdlib/language/picture.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace sli {

namespace {

constexpr std::size_t dots_across = 2, dots_down = 4; // of a braille character

class Canvas {
public:
    Canvas(std::size_t columns, std::size_t rows)
        : columns_(columns)
        , rows_(rows)
        , cells_(columns * rows, 0) {}

    double width() const { return static_cast<double>(columns_ * dots_across - 1); }
    double height() const { return static_cast<double>(rows_ * dots_down - 1); }

    // x to the right, y upwards, in dots.
    void dot(double x, double y) {
        auto const across = static_cast<std::size_t>(std::lround(x)),
                   up = static_cast<std::size_t>(std::lround(y));
        std::size_t const down = rows_ * dots_down - 1 - up;
        constexpr unsigned bits[dots_down][dots_across] = {
            {0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};
        cells_[down / dots_down * columns_ + across / dots_across] |=
            bits[down % dots_down][across % dots_across];
    }
    void line(double x0, double y0, double x1, double y1) {
        double const steps = std::max({std::abs(x1 - x0), std::abs(y1 - y0), 1.0});
        for (double i = 0.0; i <= steps; i += 1.0)
            dot(x0 + (x1 - x0) * i / steps, y0 + (y1 - y0) * i / steps);
    }
    std::string row(std::size_t r) const {
        std::string text;
        for (std::size_t c = 0; c < columns_; ++c) {
            unsigned const code = 0x2800 + cells_[r * columns_ + c];
            text += static_cast<char>(0xe0 | code >> 12);
            text += static_cast<char>(0x80 | (code >> 6 & 0x3f));
            text += static_cast<char>(0x80 | (code & 0x3f));
        }
        return text;
    }

private:
    std::size_t columns_, rows_;
    std::vector<unsigned> cells_;
};

void draw(Canvas& canvas, Series const& series, bool dots, Extent x, Extent y) {
    bool connected = false;
    double last_x = 0.0, last_y = 0.0;
    for (std::size_t i = 0; i < series.x.size(); ++i) {
        double const px = x.share(series.x[i]) * canvas.width(), py = y.share(series.y[i]) * canvas.height();
        bool const drawn = std::isfinite(px) && std::isfinite(py);
        if (drawn && connected && !dots) canvas.line(last_x, last_y, px, py);
        if (drawn) canvas.dot(px, py);
        connected = drawn;
        last_x = px, last_y = py;
    }
}

std::string repeated(std::string_view text, std::size_t times) {
    std::string all;
    for (std::size_t i = 0; i < times; ++i) all += text;
    return all;
}

} // namespace

std::string as_text(Picture const& picture, std::size_t columns, std::size_t rows) {
    auto const [x, y] = extents(picture);
    std::string const top = fmt::format("{:.6g}", y.high), bottom = fmt::format("{:.6g}", y.low);
    std::size_t const margin = std::max(top.size(), bottom.size());
    std::size_t const across = std::max<std::size_t>(columns, 20) - margin - 3,
                      down = std::max<std::size_t>(rows, 6) - 4;
    Canvas canvas(across, down);
    for (Series const& series : picture.series) draw(canvas, series, picture.dots, x, y);

    std::string text;
    if (!picture.title.empty() || !picture.y_label.empty())
        text += fmt::format("{:{}} {}{}{}\n", "", margin, picture.y_label,
                            picture.y_label.empty() || picture.title.empty() ? "" : "   ", picture.title);
    std::string const edge = repeated("─", across);
    text += fmt::format("{:{}} ┌{}┐\n", "", margin, edge);
    for (std::size_t r = 0; r < down; ++r)
        text += fmt::format("{:>{}} │{}│\n",
                            r == 0          ? top
                            : r + 1 == down ? bottom
                                            : "",
                            margin, canvas.row(r));
    text += fmt::format("{:{}} └{}┘\n", "", margin, edge);
    std::string const left = fmt::format("{:.6g}", x.low), right = fmt::format("{:.6g}", x.high);
    std::size_t const between =
        across + 2 > left.size() + right.size() ? across + 2 - left.size() - right.size() : 1;
    text += fmt::format("{:{}} {}{:^{}}{}\n", "", margin, left, picture.x_label, between, right);
    return text;
}

} // namespace sli
