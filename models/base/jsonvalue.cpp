// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/jsonreader.h"

#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace countersign {

namespace {

/// Puts a value together from events without recursing. An object's members are sorted before they are inserted,
/// because QJsonObject shifts its tail on every insertion in the middle.
class Builder
{
public:
    void open(bool object) { m_open.push_back({object, {}, {}, {}}); }
    void key(const QString &key) { m_open.back().key = key; }
    /// True when the outermost value is complete.
    bool add(QJsonValue value)
    {
        if (m_open.empty()) {
            m_root = std::move(value);
            return true;
        }
        Open &open = m_open.back();
        if (open.object)
            open.members.emplace_back(open.key, std::move(value));
        else
            open.array.append(std::move(value));
        return false;
    }
    bool close()
    {
        Open open = std::move(m_open.back());
        m_open.pop_back();
        if (!open.object)
            return add(std::move(open.array));
        std::stable_sort(open.members.begin(), open.members.end(),
                         [](const auto &a, const auto &b) { return a.first < b.first; });
        QJsonObject object;
        for (auto &[key, value] : open.members)
            object.insert(key, std::move(value));
        return add(std::move(object));
    }
    QJsonValue take() { return std::move(m_root); }

private:
    struct Open
    {
        bool object;
        QString key;
        std::vector<std::pair<QString, QJsonValue>> members;
        QJsonArray array;
    };
    std::vector<Open> m_open;
    QJsonValue m_root;
};

} // namespace

double JsonReader::number() const
{
    if (m_text == "NaN")
        return std::numeric_limits<double>::quiet_NaN();
    double value = 0;
    const auto [end, code] = std::from_chars(m_text.begin(), m_text.end(), value);
    if (code == std::errc::result_out_of_range || m_event == Event::NonFinite) {
        const double size = numberState() == NumberState::Underflow ? 0.0 : std::numeric_limits<double>::infinity();
        return m_text.startsWith('-') ? -size : size;
    }
    return value;
}

JsonReader::NumberState JsonReader::numberState() const
{
    if (m_event != Event::Number)
        return NumberState::Finite;
    double value = 0;
    if (std::from_chars(m_text.begin(), m_text.end(), value).ec != std::errc::result_out_of_range)
        return NumberState::Finite;
    // Out of range says not on which side: the decimal exponent of the first significant digit does.
    qint64 exponent = 0;
    const auto e = std::find_if(m_text.begin(), m_text.end(), [](char c) { return c == 'e' || c == 'E'; });
    if (e != m_text.end()) {
        const char *from = e + 1 + (e[1] == '+' ? 1 : 0);
        if (std::from_chars(from, m_text.end(), exponent).ec != std::errc())
            exponent = *from == '-' ? -1'000'000'000'000 : 1'000'000'000'000;
    }
    const auto dot = std::find(m_text.begin(), e, '.');
    const auto first = std::find_if(m_text.begin(), e, [](char c) { return c >= '1' && c <= '9'; });
    return exponent + (dot - first) > 0 ? NumberState::Overflow : NumberState::Underflow;
}

std::optional<qint64> JsonReader::integer() const
{
    qint64 value = 0;
    const auto [end, code] = std::from_chars(m_text.begin(), m_text.end(), value);
    if (m_event != Event::Number || code != std::errc() || end != m_text.end())
        return {};
    return value;
}

Result<QJsonValue> JsonReader::readValue(qsizetype maxNodes)
{
    if (m_event == Event::Key)
        next();
    Builder builder;
    for (qsizetype nodes = 0;; next()) {
        bool complete = false;
        if (++nodes > maxNodes)
            fail(Error::Code::TooLarge, tr("a value of more than %1 parts").arg(maxNodes));
        switch (m_event) {
        case Event::Failed:
            return m_error;
        case Event::StartObject:
        case Event::StartArray:
            builder.open(m_event == Event::StartObject);
            break;
        case Event::EndObject:
        case Event::EndArray:
            complete = builder.close();
            break;
        case Event::Key:
            builder.key(key());
            break;
        case Event::String:
            complete = builder.add(string());
            break;
        case Event::Number:
            if (const auto whole = integer())
                complete = builder.add(QJsonValue(*whole));
            else
                complete = builder.add(std::isfinite(number()) ? QJsonValue(number()) : QJsonValue());
            break;
        case Event::Bool:
            complete = builder.add(m_boolean);
            break;
        case Event::NonFinite:
        case Event::Null:
            complete = builder.add(QJsonValue(QJsonValue::Null));
            break;
        case Event::EndDocument:
        case Event::EndInput:
            return Error{Error::Code::Invalid, tr("No value here."), {}, false, {}};
        }
        if (complete)
            return builder.take();
    }
}

} // namespace countersign
