#include <fmt/format.h>

#include "stdlib/language/picture_layout.hpp"

namespace sli {

namespace {

std::string escaped(std::string const& text) {
    std::string safe;
    for (char const c : text) {
        if (c == '<')
            safe += "&lt;";
        else if (c == '>')
            safe += "&gt;";
        else if (c == '&')
            safe += "&amp;";
        else if (c == '"')
            safe += "&quot;";
        else if (static_cast<unsigned char>(c) >= 0x20)
            safe += c;
    }
    return safe;
}

class SvgPen final : public Pen {
public:
    void frame(Point corner, Point size) override {
        svg += fmt::format(
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"none\" stroke=\"#888\"/>\n", corner.x,
            corner.y, size.x, size.y);
    }
    void text(Point at, Anchor anchor, std::string const& text) override {
        constexpr char const* names[] = {"start", "middle", "end"};
        svg += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\">{}</text>\n", at.x, at.y,
                           names[static_cast<std::size_t>(anchor)], escaped(text));
    }
    void curve(std::vector<Point> const& points, unsigned colour, std::string const& label) override {
        std::string path;
        bool connected = false;
        for (Point const& p : points) {
            if (p.drawn()) path += fmt::format("{}{:.2f} {:.2f}", connected ? " L" : " M", p.x, p.y);
            connected = p.drawn();
        }
        svg += fmt::format("<path d=\"{}\" fill=\"none\" stroke=\"#{:06x}\" "
                           "stroke-width=\"1.2\"><title>{}</title></path>\n",
                           path, colour, escaped(label));
    }
    void dots(std::vector<Point> const& points, unsigned colour) override {
        std::string path;
        for (Point const& p : points)
            if (p.drawn()) path += fmt::format("M{:.2f} {:.2f}h.01", p.x, p.y);
        svg += fmt::format("<path d=\"{}\" fill=\"none\" stroke=\"#{:06x}\" stroke-width=\"1.5\" "
                           "stroke-linecap=\"round\"/>\n",
                           path, colour);
    }

    std::string svg;
};

} // namespace

std::string as_svg(Picture const& picture) {
    SvgPen pen;
    pen.svg = fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {}\" font-family=\"sans-serif\" "
        "font-size=\"13\">\n<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n",
        picture_width, picture_height);
    draw(picture, pen);
    return pen.svg + "</svg>\n";
}

} // namespace sli
