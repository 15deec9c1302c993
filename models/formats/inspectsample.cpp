// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/inspectsample.h"

#include "formats/findings.h"

#include <cmath>

namespace countersign {

using namespace Qt::StringLiterals;
using Node = JsonTree::Node;

std::optional<double> inspectScore(Node value)
{
    if (value.isNumber())
        return value.number();
    if (const auto flag = value.boolean())
        return *flag ? 1 : 0;
    if (!value.isString())
        return {};
    const QString text = value.text().trimmed();
    if (text == u"C")
        return 1;
    if (text == u"P")
        return 0.5;
    if (text == u"I" || text == u"N")
        return 0;
    const QString word = text.toLower();
    if (word == u"yes" || word == u"true")
        return 1;
    if (word == u"no" || word == u"false")
        return 0;
    bool good = false;
    const double number = text.toDouble(&good);
    return good && std::isfinite(number) ? std::optional(number) : std::nullopt;
}

QString inspectMessages(Node node)
{
    if (!node.isArray())
        return node.isString() ? clippedText(node.text()) : QString();
    QString out;
    for (const Node part : node) {
        if (out.size() > 20'000)
            break;
        const Node content = part[u"content"];
        QString text = part.isString() ? part.text() : part[u"text"].isString() ? part[u"text"].text() : inspectMessages(content);
        if (part[u"image"])
            text = u"[image]"_s;
        if (!text.isEmpty())
            out += (out.isEmpty() ? QString() : u"\n"_s) + text;
    }
    return clippedText(out);
}

QString inspectTarget(Node target)
{
    if (!target.isArray())
        return clippedText(target.text());
    QStringList out;
    for (const Node one : target) {
        if (out.size() < 50)
            out.append(one.text());
    }
    return clippedText(out.join(u" | "_s));
}

QString inspectOutput(Node output)
{
    const Node completion = output[u"completion"];
    if (completion.isString() && !completion.text().isEmpty())
        return clippedText(completion.text());
    const Node content = output[u"choices"].at(0)[u"message"][u"content"];
    return content.isString() ? clippedText(content.text()) : inspectMessages(content);
}

JsonTree::Bounds inspectSampleBounds()
{
    JsonTree::Bounds bounds;
    bounds.without = {u"events"_s, u"transcript"_s, u"attachments"_s, u"store"_s, u"messages"_s, u"model_usage"_s,
                      u"traceback"_s, u"traceback_ansi"_s, u"logprobs"_s, u"timelines"_s};
    return bounds;
}

} // namespace countersign
