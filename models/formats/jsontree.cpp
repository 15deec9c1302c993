// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/jsontree.h"

#include "base/json.h"

#include <QJsonArray>
#include <QJsonObject>

#include <cmath>

namespace countersign {

using namespace Qt::StringLiterals;
using Event = JsonReader::Event;

/// Puts events into a tree without recursing.
class JsonTree::Filler
{
    Q_DECLARE_TR_FUNCTIONS(Import)
public:
    Filler(JsonReader &json, const Bounds &bounds) : m_json(json), m_bounds(bounds) { m_tree.m_pointer = json.pointer(); }

    /// False when the reader failed or the bound is passed; what was read until then is kept.
    bool fill()
    {
        do {
            if (!take())
                return false;
        } while (m_open >= 0 && advance());
        return m_open < 0;
    }

    Error error() const
    {
        if (m_json.event() == Event::Failed)
            return m_json.error();
        return {Error::Code::TooLarge, tr("Line %1: one record has more than %2 values.").arg(m_json.line()).arg(m_bounds.nodes)};
    }

    JsonTree tree() { return std::move(m_tree); }

private:
    /// Goes on to the next value inside of the open container. False on failure.
    bool advance()
    {
        for (;;) {
            const Event event = m_json.next();
            if (event == Event::Failed)
                return false;
            if (event != Event::Key) {
                if (event == Event::EndObject || event == Event::EndArray || !isBeyond())
                    return true;
                m_json.skipValue();
                continue;
            }
            m_key = m_json.key();
            if (!m_bounds.without.isEmpty() && m_bounds.without.contains(m_key)) {
                m_json.skipValue();
                continue;
            }
            return m_json.next() != Event::Failed;
        }
    }

    bool isBeyond() const
    {
        const Entry &open = m_tree.m_entries[std::size_t(m_open)];
        return m_bounds.elements > 0 && open.kind == Kind::Array && open.children >= m_bounds.elements;
    }

    bool take()
    {
        switch (m_json.event()) {
        case Event::StartObject:
            return add(Kind::Object, {}) && open();
        case Event::StartArray:
            return add(Kind::Array, {}) && open();
        case Event::EndObject:
        case Event::EndArray:
            m_open = m_tree.m_entries[std::size_t(m_open)].parent;
            return true;
        case Event::String:
            return add(Kind::String, m_json.text());
        case Event::Number:
            return add(Kind::Number, m_json.numberText());
        case Event::NonFinite:
            return add(Kind::NonFinite, m_json.numberText());
        case Event::Bool:
            return add(Kind::Bool, m_json.boolean() ? "true" : "false");
        case Event::Null:
            return add(Kind::Null, "null");
        default:
            return false;
        }
    }

    bool open()
    {
        m_open = qint32(m_tree.m_entries.size()) - 1;
        return true;
    }

    bool add(Kind kind, QByteArrayView text)
    {
        std::vector<Entry> &entries = m_tree.m_entries;
        if (qsizetype(entries.size()) >= m_bounds.nodes)
            return false;
        const auto index = qint32(entries.size());
        Entry entry;
        entry.kind = kind;
        entry.parent = m_open;
        entry.textStart = qint64(m_tree.m_text.size());
        entry.textLength = qint32(text.size());
        m_tree.m_text.append(text.data(), std::size_t(text.size()));
        if (m_open >= 0) {
            Entry &parent = entries[std::size_t(m_open)];
            if (parent.kind == Kind::Object)
                entry.key = m_key;
            entry.position = parent.children++;
            if (parent.last >= 0)
                entries[std::size_t(parent.last)].next = index;
            else
                parent.first = index;
            parent.last = index;
        }
        entries.push_back(std::move(entry));
        return true;
    }

    JsonReader &m_json;
    const Bounds &m_bounds;
    JsonTree m_tree;
    QString m_key;
    qint32 m_open = -1;
};

Result<JsonTree> JsonTree::read(JsonReader &json, const Bounds &bounds)
{
    if (json.event() == Event::Key)
        json.next();
    Filler filler(json, bounds);
    if (!filler.fill())
        return filler.error();
    return filler.tree();
}

JsonTree JsonTree::probe(QByteArrayView head)
{
    JsonReader json(head);
    json.next();
    const Bounds bounds{.nodes = 20'000, .elements = 3};
    Filler filler(json, bounds);
    filler.fill();
    return filler.tree();
}

JsonTree JsonTree::fromText(QByteArrayView text, const QString &pointer)
{
    JsonReader json(text);
    json.next();
    const Bounds bounds;
    Filler filler(json, bounds);
    if (!filler.fill() || json.next() != Event::EndDocument)
        return {};
    JsonTree out = filler.tree();
    out.m_pointer = pointer;
    return out;
}

using Node = JsonTree::Node;

JsonTree::Kind Node::kind() const
{
    return m_index < 0 ? Kind::Absent : m_tree->m_entries[std::size_t(m_index)].kind;
}

Node Node::operator[](QStringView key) const
{
    if (!isObject())
        return {};
    for (const Node child : *this) {
        if (m_tree->m_entries[std::size_t(child.m_index)].key == key)
            return child;
    }
    return {};
}

Node Node::firstOf(std::initializer_list<QStringView> keys) const
{
    for (const QStringView key : keys) {
        if (const Node found = (*this)[key]; found && found.kind() != Kind::Null)
            return found;
    }
    return {};
}

Node Node::at(qsizetype index) const
{
    for (const Node child : *this) {
        if (index-- == 0)
            return child;
    }
    return {};
}

qsizetype Node::size() const
{
    return m_index < 0 ? 0 : m_tree->m_entries[std::size_t(m_index)].children;
}

Node::Iterator Node::begin() const
{
    return Iterator(m_index < 0 ? Node() : Node(m_tree, m_tree->m_entries[std::size_t(m_index)].first));
}

Node::Iterator Node::end() const
{
    return Iterator(Node(m_tree, -1));
}

Node::Iterator &Node::Iterator::operator++()
{
    m_node.m_index = m_node.m_tree->m_entries[std::size_t(m_node.m_index)].next;
    return *this;
}

QString Node::key() const
{
    return m_index < 0 ? QString() : m_tree->m_entries[std::size_t(m_index)].key;
}

QByteArrayView Node::bytes() const
{
    if (m_index < 0)
        return {};
    const Entry &entry = m_tree->m_entries[std::size_t(m_index)];
    return QByteArrayView(m_tree->m_text.data() + entry.textStart, entry.textLength);
}

QString Node::text() const
{
    return kind() == Kind::Null ? QString() : QString::fromUtf8(bytes());
}

std::optional<double> Node::number() const
{
    if (!isNumber())
        return {};
    bool good = false;
    const double value = bytes().toDouble(&good);
    return good && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

std::optional<qint64> Node::count() const
{
    const std::optional<double> value = number();
    if (!value || *value < 0 || *value > 9007199254740992.0 || *value != std::floor(*value))
        return {};
    return qint64(*value);
}

std::optional<bool> Node::boolean() const
{
    if (kind() != Kind::Bool)
        return {};
    return bytes() == "true";
}

QString Node::pointer() const
{
    if (m_index < 0)
        return {};
    QStringList parts;
    for (qint32 at = m_index; m_tree->m_entries[std::size_t(at)].parent >= 0;) {
        const Entry &entry = m_tree->m_entries[std::size_t(at)];
        const bool member = m_tree->m_entries[std::size_t(entry.parent)].kind == Kind::Object;
        parts.prepend(childPointer({}, member ? entry.key : QString::number(entry.position)));
        at = entry.parent;
    }
    return m_tree->m_pointer + parts.join(QString());
}

QJsonValue Node::toJson() const
{
    switch (kind()) {
    case Kind::Absent:
    case Kind::Null:
        return QJsonValue::Null;
    case Kind::Bool:
        return boolean().value_or(false);
    case Kind::Number: {
        bool whole = false;
        const qint64 integer = bytes().toLongLong(&whole);
        if (whole)
            return integer;
        const std::optional<double> value = number();
        return value ? QJsonValue(*value) : QJsonValue(text());
    }
    case Kind::NonFinite:
    case Kind::String:
        return text();
    case Kind::Array: {
        QJsonArray out;
        for (const Node child : *this)
            out.append(child.toJson());
        return out;
    }
    case Kind::Object: {
        QJsonObject out;
        for (const Node child : *this)
            out.insert(child.key(), child.toJson());
        return out;
    }
    }
    return {};
}

} // namespace countersign
